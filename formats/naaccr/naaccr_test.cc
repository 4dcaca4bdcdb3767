// SPDX-License-Identifier: Apache-2.0
// NAACCR reader: verdicts on the edge files (shared data), files given back byte for byte, the tokenizer beside expat.
#include <expat.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <iostream>
#include <random>

#include "base/byte_source.h"
#include "base/text.h"
#include "formats/naaccr/stream.h"
#include "formats/naaccr/token.h"
#include "formats/naaccr/walk.h"

namespace restage::naaccr {
namespace {

const std::string kData = RESTAGE_SOURCE_DIR "/../shared/data/naaccr";

struct Counter final : TumorVisitor {
  void tumor(const TumorPlace&, const std::vector<ItemPlace>& items, const std::vector<ItemPlace>&) override {
    ++tumors;
    item_count += items.size();
  }
  std::size_t tumors = 0;
  std::size_t item_count = 0;
};

struct Outcome {
  bool head_refused = false;
  std::vector<DataIssue> issues;
  std::string joined;
  Counter counter;
};

Outcome read_document(std::unique_ptr<ByteSource> source) {
  const ItemTable table;
  Outcome outcome;
  PatientStream stream(std::move(source), {});
  const auto head = stream.open();
  if (!head) {
    outcome.head_refused = true;
    return outcome;
  }
  outcome.joined = stream.head_bytes();
  BlockWalker walker(*head, table);
  std::string block;
  std::string next;
  bool has_block = *stream.next(block);
  std::size_t patients = 0;
  while (has_block) {
    const bool has_next = *stream.next(next);
    patients += walker.walk(block, patients, !has_next, outcome.counter, outcome.issues);
    outcome.joined += block;
    block = next;
    has_block = has_next;
  }
  return outcome;
}

TEST(NaaccrFiles, EdgeFilesGetTheVerdictOfTheirName) {
  if (!std::filesystem::exists(kData + "/edge-cases")) GTEST_SKIP() << "no data at " << kData;
  std::size_t total = 0;
  std::size_t right = 0;
  for (const auto& entry : std::filesystem::directory_iterator(kData + "/edge-cases")) {
    const std::string name = entry.path().filename();
    const Outcome outcome = read_document(*ByteSource::open(entry.path()));
    const bool valid = !outcome.head_refused && outcome.issues.empty();
    ++total;
    right += valid == name.starts_with("valid");
    EXPECT_EQ(valid, name.starts_with("valid")) << name;
  }
  std::cout << "edge files: " << right << "/" << total << '\n';
  EXPECT_EQ(total, 32U);
}

TEST(NaaccrFiles, SamplesAreValidAndComeBackByteForByte) {
  if (!std::filesystem::exists(kData + "/samples")) GTEST_SKIP() << "no data at " << kData;
  for (const auto& entry : std::filesystem::directory_iterator(kData + "/samples")) {
    const Outcome outcome = read_document(*ByteSource::open(entry.path()));
    ASSERT_FALSE(outcome.head_refused) << entry.path();
    EXPECT_TRUE(outcome.issues.empty()) << entry.path() << outcome.issues.front().path
                                        << outcome.issues.front().message;
    EXPECT_EQ(outcome.joined, *read_file(entry.path())) << entry.path();
    EXPECT_GT(outcome.counter.tumors, 0U);
  }
}

constexpr std::string_view kDocument = R"(<?xml version="1.0"?>
<!-- a comment with </Patient> inside -->
<NaaccrData baseDictionaryUri="http://naaccr.org/naaccrxml/naaccr-dictionary-240.xml" recordType="I" specificationVersion="1.7" xmlns="http://naaccr.org/naaccrxml" xmlns:o="http://o">
  <Item naaccrId="registryId">0000000001</Item>
  <Patient>
    <Item naaccrId="patientIdNumber" naaccrNum="20">00000001</Item><!-- </Patient> -->
    <Tumor>
      <Item naaccrId="primarySite"> C&#49;2<![CDATA[3]]> </Item>
      <o:x y='1'><o:z/></o:x>
    </Tumor>
  </Patient>
  <Patient/>
</NaaccrData>
)";

// What the tumors of a document are shown with: the ids of their own items, then those of their patient.
struct Lister final : TumorVisitor {
  void tumor(const TumorPlace&, const std::vector<ItemPlace>& items,
             const std::vector<ItemPlace>& of_patient) override {
    for (const auto* places : {&items, &of_patient}) {
      for (const ItemPlace& place : *places) text += place.definition->id + " ";
      text += places == &items ? "| " : "\n";
    }
  }
  std::string text;
};

struct Shown {
  std::string items;
  std::string messages;  ///< path and message of each issue
};

Shown show(std::string_view content) {
  const ItemTable table;
  const FileHead head{24, 'I', {}, {}, {}, false};
  Lister lister;
  std::vector<DataIssue> issues;
  BlockWalker(head, table).walk(content, 0, true, lister, issues);
  Shown shown{std::move(lister.text), {}};
  for (const DataIssue& issue : issues) shown.messages += issue.path + ": " + issue.message + "\n";
  return shown;
}

// The standard nests items by level; two tumors cannot both be meant by a site that stands beside them.
TEST(NaaccrLevels, AnItemOfAnotherLevelIsNamedAndNotUsed) {
  const Shown in_patient = show(
      "<Patient><Item naaccrId='patientIdNumber'>00000001</Item><Item naaccrId='primarySite'>C619</Item>"
      "<Item naaccrId='recordType'>I</Item><Tumor><Item naaccrId='behaviorCodeIcdO3'>3</Item></Tumor>"
      "<Tumor><Item naaccrId='primarySite'>C509</Item></Tumor></Patient></NaaccrData>");
  EXPECT_EQ(in_patient.items, "behaviorCodeIcdO3 | patientIdNumber \nprimarySite | patientIdNumber \n");
  EXPECT_EQ(in_patient.messages,
            "patient 1, Item primarySite: the item belongs into Tumor, not into Patient; it was not used\n"
            "patient 1, Item recordType: the item belongs into NaaccrData, not into Patient; it was not used\n");
  const Shown in_tumor = show(
      "<Patient><Tumor><Item naaccrId='sex'>1</Item><Item naaccrId='registryId'>0000000001</Item>"
      "<Item naaccrId='primarySite'>C619</Item></Tumor></Patient></NaaccrData>");
  EXPECT_EQ(in_tumor.items, "primarySite | \n");
  EXPECT_EQ(in_tumor.messages,
            "patient 1, tumor 1, Item sex: the item belongs into Patient, not into Tumor; it was not used\n"
            "patient 1, tumor 1, Item registryId: the item belongs into NaaccrData, not into Tumor; it was not used\n");
  const Shown in_root = show(
      "<Item naaccrId='sex'>1</Item><Item naaccrId='primarySite'>C619</Item><Patient><Tumor/></Patient></NaaccrData>");
  EXPECT_EQ(in_root.items, "| \n");
  EXPECT_EQ(in_root.messages,
            "NaaccrData, Item sex: the item belongs into Patient, not into NaaccrData; it was not used\n"
            "NaaccrData, Item primarySite: the item belongs into Tumor, not into NaaccrData; it was not used\n");
}

// An item of each data type of the dictionaries, by its level; a value in no message, for it is of a patient.
TEST(NaaccrValues, EachDataTypeIsCheckedAndBlanksAndReferencesAreReadFirst) {
  const auto messages = [](std::string_view id, std::string_view value) {
    return show("<Patient><Tumor><Item naaccrId='" + std::string(id) + "'>" + std::string(value) +
                "</Item></Tumor></Patient></NaaccrData>")
        .messages;
  };
  const auto refusal = [](std::string_view id, std::string_view what) {
    return "patient 1, tumor 1, Item " + std::string(id) + ": the value is not " + std::string(what) + "\n";
  };
  EXPECT_EQ(messages("regionalNodesPositive", "x1"), refusal("regionalNodesPositive", "of digits alone"));
  EXPECT_EQ(messages("histologicTypeIcdO3", "81A0"), refusal("histologicTypeIcdO3", "of digits alone"));
  EXPECT_EQ(messages("histologicTypeIcdO3", " 8&#49;<![CDATA[4]]>0 "), "");
  EXPECT_EQ(messages("histologicTypeIcdO3", "  "), "");
  EXPECT_EQ(messages("addrAtDxState", "n1"), refusal("addrAtDxState", "of capital letters A to Z alone"));
  const std::string_view date = "a date of the calendar from 1800 to 2099 as YYYY, YYYYMM or YYYYMMDD";
  EXPECT_EQ(messages("dateOfDiagnosis", "20200231"), refusal("dateOfDiagnosis", date));
  EXPECT_EQ(messages("dateOfDiagnosis", "99999999"), refusal("dateOfDiagnosis", date));
  EXPECT_EQ(messages("dateOfDiagnosis", "202002"), "");
  EXPECT_EQ(messages("primarySite", "c-1"), "") << "a text item has no type to break";
}

TEST(NaaccrFiles, CommentsReferencesAndExtensions) {
  const Outcome outcome = read_document(ByteSource::from_memory(kDocument));
  EXPECT_TRUE(outcome.issues.empty()) << outcome.issues.front().message;
  EXPECT_EQ(outcome.joined, kDocument);
  EXPECT_EQ(outcome.counter.tumors, 1U);
}

TEST(NaaccrFiles, ItemsStandOnceWithTheirIdBeforeWhatIsNested) {
  const auto messages = [](const std::string& from, const std::string& to) {
    std::string text(kDocument);
    text.replace(text.find(from), from.size(), to);
    std::string all;
    for (const DataIssue& issue : read_document(ByteSource::from_memory(text)).issues) all += issue.message + "\n";
    return all;
  };
  EXPECT_EQ(messages("<o:x", "<Item naaccrId=\"primarySite\">C123</Item><o:x"),
            "the item stands here twice; the last one was used\n");
  EXPECT_EQ(messages("    <Tumor>", "<Item naaccrId=\"patientIdNumber\">00000002</Item><Tumor>"),
            "the item stands here twice; the last one was used\n");
  EXPECT_EQ(messages("</Tumor>", "</Tumor><Item naaccrId=\"sex\">1</Item>"),
            "an Item of Patient stands behind a Tumor\n");
  EXPECT_EQ(messages("<Patient/>", "<Patient/><Item naaccrId=\"recordType\">I</Item>"),
            "an Item of NaaccrData stands behind a Patient\n");
  EXPECT_EQ(messages("<o:x", "<Item naaccrNum=\"400\">C123</Item><o:x"), "an Item has no naaccrId and was not used\n");
  EXPECT_EQ(messages("<Patient/>",
                     "<Patient><Tumor><Item naaccrId=\"primarySite\">C123</Item></Tumor><Tumor><Item "
                     "naaccrId=\"primarySite\">C123</Item></Tumor></Patient>"),
            "");
}

TEST(NaaccrFiles, DamageIsLocalToOnePatient) {
  std::string text(kDocument);
  text.replace(
      text.find("<Patient/>"), 10,
      "<Patient><Tumor><Item naaccrId=\"primarySite\">C123</Tumor></Patient><Patient><Tumor></Tumor></Patient>");
  const Outcome outcome = read_document(ByteSource::from_memory(text));
  EXPECT_EQ(outcome.issues.size(), 1U);
  EXPECT_EQ(outcome.issues.at(0).code, IssueCode::InputUnreadable);
  EXPECT_EQ(outcome.joined, text);
  EXPECT_EQ(outcome.counter.tumors, 2U) << "the tumor after the damage is still seen";
}

// Accepts what expat accepts: start, end and text events are compared, tags balanced by a stack as a walker does.
std::optional<std::string> events_of_ours(std::string_view text) {
  if (!is_xml_text(text)) return std::nullopt;
  TokenReader reader(text);
  std::string events;
  std::vector<std::string_view> open;
  bool saw_root = false;
  for (Token token = reader.next();; token = reader.next()) {
    if (token.kind == TokenKind::Error) return std::nullopt;
    if (token.kind == TokenKind::End) break;
    if ((token.kind == TokenKind::Text && open.empty() && !text::trim(token.text).empty()) ||
        (token.kind == TokenKind::CData && open.empty()))
      return std::nullopt;
    if (token.kind == TokenKind::StartTag || token.kind == TokenKind::EmptyTag) {
      if (open.empty() && saw_root) return std::nullopt;
      saw_root = true;
      events += '<' + std::string(token.name);
      if (token.kind == TokenKind::StartTag)
        open.push_back(token.name);
      else
        events += "/>";
    }
    if (token.kind == TokenKind::EndTag) {
      if (open.empty() || open.back() != token.name) return std::nullopt;
      open.pop_back();
      events += "/>";
    }
    if (token.kind == TokenKind::Text && !open.empty()) append_unescaped(events, token.text);
    if (token.kind == TokenKind::CData) events += token.text;
  }
  if (!open.empty() || !saw_root) return std::nullopt;
  return events;
}

std::optional<std::string> events_of_expat(std::string_view text) {
  std::string events;
  XML_Parser parser = XML_ParserCreate("UTF-8");
  XML_SetUserData(parser, &events);
  XML_SetElementHandler(
      parser,
      [](void* out, const XML_Char* name, const XML_Char**) {
        *static_cast<std::string*>(out) += std::string("<") + name;
      },
      [](void* out, const XML_Char*) { *static_cast<std::string*>(out) += "/>"; });
  XML_SetCharacterDataHandler(parser, [](void* out, const XML_Char* data, int size) {
    static_cast<std::string*>(out)->append(data, static_cast<std::size_t>(size));
  });
  const bool good = XML_Parse(parser, text.data(), static_cast<int>(text.size()), 1) == XML_STATUS_OK;
  XML_ParserFree(parser);
  if (!good) return std::nullopt;
  return events;
}

TEST(Tokenizer, AgreesWithExpatOnMutatedDocuments) {
  std::mt19937 random(4);
  static const char* const kPieces[] = {"<",    ">",    "&",         "&amp;", "&#65;", "&x;", "\"", "'", "/",
                                        "<!--", "-->",  "<![CDATA[", "]]>",   "<?x?>", "=",   " ",  "a", "<a>",
                                        "</a>", "<a/>", "\xC3\xA9",  "\xFF",  "\x01",  "]]>", "--"};
  std::size_t accepted = 0;
  for (int round = 0; round < 20'000; ++round) {
    std::string text(kDocument.substr(kDocument.find("<!--")));
    const unsigned changes = random() % 3;
    for (unsigned i = 0; i < changes; ++i) {
      const std::size_t at = random() % text.size();
      if (random() % 2 == 0)
        text.erase(at, 1 + random() % 4);
      else
        text.insert(at, kPieces[random() % std::size(kPieces)]);
    }
    const auto ours = events_of_ours(text);
    const auto theirs = events_of_expat(text);
    accepted += ours.has_value();
    ASSERT_EQ(ours.has_value(), theirs.has_value()) << text;
    if (ours) {
      ASSERT_EQ(*ours, *theirs) << text;
    }
  }
  EXPECT_GT(accepted, 1000U);
}

}  // namespace
}  // namespace restage::naaccr
