// SPDX-License-Identifier: Apache-2.0
#include "formats/obds/obds_reader.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <map>

#include "base/byte_source.h"
#include "core/fact_content.h"

namespace restage::obds {
namespace {

std::string sample() { return *read_file(RESTAGE_SOURCE_DIR "/formats/obds/samples/breast.xml"); }

ReadResult read(std::string_view xml) { return reader().read("sample.xml", xml, {}); }

std::string with(std::string text, const std::string& from, const std::string& to) {
  const std::size_t at = text.find(from);
  EXPECT_NE(at, std::string::npos) << from;
  return at == std::string::npos ? text : text.replace(at, from.size(), to);
}

template <class Payload>
const Payload* payload_of(const Course& course, const std::string& id) {
  for (const Fact& fact : course.facts)
    if (fact.id == id) return std::get_if<Payload>(&fact.payload);
  return nullptr;
}

bool has_issue(const ReadResult& result, IssueCode code) {
  const auto is = [code](const DataIssue& issue) { return issue.code == code; };
  if (std::any_of(result.issues.begin(), result.issues.end(), is)) return true;
  return std::any_of(result.courses.begin(), result.courses.end(),
                     [&](const Course& course) { return std::any_of(course.issues.begin(), course.issues.end(), is); });
}

// SOURCE: oBDS 3.0.4 schema: Untersuchungsdatum_Verlauf is optional; Datumsgenauigkeit V: fully estimated.
TEST(ObdsReader, NamesAFollowUpWithoutADateAndADateThatIsAnEstimate) {
  const auto read_patient = [](const std::string& day, const std::string& follow_up_day) {
    return read(
        "<oBDS><Menge_Patient><Patient Patient_ID='1'><Menge_Meldung><Meldung Meldung_ID='2'><Tumorzuordnung "
        "Tumor_ID='1'><Primaertumor_ICD><Code>C18.2</Code></Primaertumor_ICD>" +
        day + "</Tumorzuordnung><Verlauf>" + follow_up_day +
        "<Menge_FM><Fernmetastase><Lokalisation>HEP</Lokalisation></Fernmetastase></Menge_FM></Verlauf></Meldung>"
        "</Menge_Meldung></Patient></Menge_Patient></oBDS>");
  };
  const std::string exact = "<Diagnosedatum Datumsgenauigkeit='E'>2023-07-01</Diagnosedatum>";
  const std::string seen = "<Untersuchungsdatum_Verlauf>2024-01-02</Untersuchungsdatum_Verlauf>";
  EXPECT_FALSE(has_issue(read_patient(exact, seen), IssueCode::DateMissing));
  const ReadResult undated = read_patient(exact, "");
  ASSERT_TRUE(has_issue(undated, IssueCode::DateMissing));
  EXPECT_NE(undated.courses[0].issues[0].path.find("Meldung/2"), std::string::npos);
  EXPECT_NE(payload_of<MetastasisFinding>(undated.courses[0], "Meldung/2#metastasis-HEP"), nullptr);
  const ReadResult estimated = read_patient("<Diagnosedatum Datumsgenauigkeit='V'>2023-07-01</Diagnosedatum>", seen);
  EXPECT_TRUE(has_issue(estimated, IssueCode::DateMissing));
  EXPECT_EQ(estimated.courses[0].tumors[0].diagnosed.text(), "2023");
}

TEST(ObdsReader, NamesAdtGekid2OnceAndMeasuresItByNothingElse) {
  const ReadResult result = read("<ADT_GEKID><Menge_Patient><Patient/></Menge_Patient></ADT_GEKID>");
  EXPECT_TRUE(result.refused);
  ASSERT_EQ(result.issues.size(), 1U);
  EXPECT_EQ(result.issues[0].code, IssueCode::InputUnreadable);
}

TEST(ObdsReader, ReadsEveryKindOfMessage) {
  const ReadResult result = read(sample());
  EXPECT_FALSE(result.refused);
  EXPECT_EQ(result.records, 5U);
  EXPECT_EQ(result.records_used, 5U);
  ASSERT_EQ(result.courses.size(), 1U);
  const Course& course = result.courses[0];
  EXPECT_EQ(course.patient, "EX-OBDS-1");
  EXPECT_EQ(course.sex, "female");
  EXPECT_EQ(course.birth_date, "1968-05") << "the day is marked as estimated";
  ASSERT_EQ(course.tumors.size(), 1U);
  EXPECT_EQ(course.tumors[0].site.topography, "C50.4");
  EXPECT_EQ(course.tumors[0].site.histology, "8500");
  EXPECT_EQ(course.tumors[0].site.laterality, "left");
  EXPECT_EQ(course.tumors[0].diagnosed.text(), "2021-03-09");
  EXPECT_TRUE(course.issues.empty());

  const auto* clinical = payload_of<StatedCategory>(course, "Meldung/1-DI#cTNM-group");
  ASSERT_NE(clinical, nullptr);
  EXPECT_EQ(clinical->value, "IIB");
  EXPECT_EQ(clinical->classification, Classification::Clinical);
  EXPECT_EQ(clinical->members.size(), 3U);
  const auto* after = payload_of<StatedCategory>(course, "Meldung/1-OP#TNM-T");
  ASSERT_NE(after, nullptr);
  EXPECT_EQ(after->value, "T1b");
  EXPECT_EQ(after->suffixes, "(2)");
  EXPECT_EQ(after->classification, Classification::PostTherapyPathological);
  EXPECT_EQ(payload_of<StatedCategory>(course, "Meldung/1-OP#TNM-N")->suffixes, "(sn)");
  EXPECT_EQ(payload_of<Finding>(course, "Meldung/1-OP#lymphatic_invasion")->text, "no");
  EXPECT_EQ(payload_of<Finding>(course, "Meldung/1-OP#venous_invasion"), nullptr) << "VX says nothing";
  EXPECT_EQ(payload_of<Finding>(course, "Meldung/1-OP#size_mm")->number, Decimal::of(7));
  const auto* systemic = payload_of<Treatment>(course, "Meldung/1-SY#systemic");
  ASSERT_NE(systemic, nullptr);
  EXPECT_EQ(systemic->timing, "neoadjuvant");
  EXPECT_EQ(systemic->name, "Docetaxel, L01FD01");
  EXPECT_FALSE(systemic->stopped_early);
  const auto* recurrence = payload_of<Event>(course, "Meldung/1-VE-2#status");
  ASSERT_NE(recurrence, nullptr);
  EXPECT_EQ(recurrence->kind, Event::Kind::Recurrence);
  EXPECT_EQ(recurrence->extent, "distant");
  EXPECT_EQ(payload_of<MetastasisFinding>(course, "Meldung/1-VE-2#metastasis-HEP")->organ, "liver");
}

TEST(ObdsReader, SymbolsDecideTheClassification) {
  const auto classify = [](const std::string& xml) {
    return payload_of<StatedCategory>(read(xml).courses.at(0), "Meldung/1-OP#TNM-T")->classification;
  };
  const std::string y = "<y_Symbol>y</y_Symbol>";
  EXPECT_EQ(classify(with(sample(), y, "")), Classification::Pathological);
  EXPECT_EQ(classify(with(sample(), y, "<r_Symbol>r</r_Symbol>")), Classification::Recurrence);
  EXPECT_EQ(classify(with(sample(), y, "<a_Symbol>a</a_Symbol>")), Classification::Autopsy);
}

TEST(ObdsReader, WhatCannotBeUsedIsReported) {
  EXPECT_TRUE(has_issue(read(with(sample(), "<M>0</M>", "<M>X</M>")), IssueCode::CategoryNotInSystem));
  EXPECT_TRUE(has_issue(read(with(sample(), "<T>2</T>", "<T>7</T>")), IssueCode::CategoryUnreadable));
  EXPECT_TRUE(has_issue(read(with(sample(), "<Datum>2021-03-16", "<Datum>2021-02-30")), IssueCode::DateImpossible));
  EXPECT_TRUE(has_issue(read(with(sample(), "<LK_befallen>0", "<LK_befallen>-2")), IssueCode::ValueUnreadable));
  EXPECT_TRUE(has_issue(read(with(sample(), ">OSS<", ">QQQ<")), IssueCode::CodeUnknown));
  EXPECT_TRUE(has_issue(read(with(sample(), "Patient_ID=\"EX-OBDS-1\"", "")), IssueCode::SubjectUnknown));
  EXPECT_TRUE(read(with(sample(), "<T>2</T>", "<T>7</T>")).refused);
}

TEST(ObdsReader, GermanDecimals) {
  const ReadResult result = read(with(sample(), "<TumorgroesseInvasiv>7<", "<TumorgroesseInvasiv>7,5<"));
  EXPECT_EQ(payload_of<Finding>(result.courses.at(0), "Meldung/1-OP#size_mm")->number, Decimal::of(75, 1));
}

TEST(ObdsReader, OtherXmlIsSentWhereItBelongs) {
  for (const auto& [xml, word] :
       {std::pair<std::string, std::string>{"<ADT_GEKID/>", "oBDS 3"}, {"<NaaccrData/>", "registry"}}) {
    const ReadResult result = read(xml);
    EXPECT_TRUE(result.refused);
    ASSERT_EQ(result.issues.size(), 1U);
    EXPECT_NE(result.issues[0].remedy.find(word), std::string::npos) << result.issues[0].remedy;
  }
  EXPECT_TRUE(has_issue(read("<!DOCTYPE x [<!ENTITY a \"b\">]><oBDS>&a;</oBDS>"), IssueCode::InputUnreadable));
  std::string deep;
  for (int i = 0; i < 100000; ++i) deep += "<a>";
  EXPECT_TRUE(has_issue(read("<oBDS>" + deep), IssueCode::NestingTooDeep));
}

TEST(ObdsReader, CutAnywhereKeepsTheMessagesBefore) {
  const std::string whole = sample();
  const std::size_t last = whole.rfind("</oBDS>");
  std::size_t most = 0;
  for (std::size_t length = 0; length < last; length += 7) {
    const ReadResult result = read(std::string_view(whole).substr(0, length));
    EXPECT_TRUE(result.refused) << length;
    EXPECT_FALSE(result.issues.empty()) << length;
    const std::size_t facts = result.courses.empty() ? 0 : result.courses[0].facts.size();
    EXPECT_GE(facts, most);
    most = std::max(most, facts);
  }
  EXPECT_EQ(most, read(whole).courses[0].facts.size());
}

TEST(ObdsReader, MessagesOfSeveralFilesJoinInAnyOrder) {
  // Every message alone in a file of its own, joined forwards and backwards.
  const std::string whole = sample();
  const std::size_t head_end = whole.find("<Meldung ");
  const std::string head = whole.substr(0, head_end);
  const std::string tail = whole.substr(whole.find("</Menge_Meldung>"));
  std::vector<std::string> files;
  for (std::size_t at = head_end; at != std::string::npos; at = whole.find("<Meldung ", at + 1)) {
    const std::size_t end = whole.find("</Meldung>", at) + 10;
    files.push_back(head + whole.substr(at, end - at) + tail);
  }
  ASSERT_EQ(files.size(), 5U);
  const auto join = [&] {
    std::vector<Course> courses;
    for (const std::string& file : files) {
      ReadResult one = read(file);
      std::move(one.courses.begin(), one.courses.end(), std::back_inserter(courses));
    }
    std::string text;
    const std::vector<Course> joined = merge_courses(std::move(courses));
    for (const Course& course : joined)
      for (const Fact& fact : course.facts) text += fact.id + content_of(fact) + "\n";
    return text;
  };
  const std::string forwards = join();
  std::reverse(files.begin(), files.end());
  EXPECT_EQ(join(), forwards);
  std::string at_once;
  const ReadResult complete = read(whole);
  for (const Fact& fact : complete.courses[0].facts) at_once += fact.id + content_of(fact) + "\n";
  EXPECT_EQ(forwards, at_once);
}

}  // namespace
}  // namespace restage::obds
