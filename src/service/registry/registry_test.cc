// SPDX-License-Identifier: Apache-2.0
// The questions of the registry asked as a program asks them: an archive of our own and small files, as cases. What is
// wanted follows from the rows of the archive (synthetic_archive.h): size 010 with grade 1 is T1 and so stage I.
#include "service/registry/registry.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>

#include "registry/archive/synthetic_archive.h"

namespace restage::service {
namespace {

namespace fs = std::filesystem;

struct Told {
  RegistryStatus status{};
  std::string out;
  std::string errors;  // and issues, a line each
  RegistryCounts counts;
};

class RegistryQuestions : public testing::Test {
 protected:
  void SetUp() override {
    const auto* test = testing::UnitTest::GetInstance()->current_test_info();
    folder_ = fs::temp_directory_path() / (std::string("restage_") + test->name() + std::to_string(::getpid()));
    old_ = archive("old", registry::synthetic_archive());
    new_ = archive("new", registry::changed_archive("tables/t.json", "VALUE:T2", "VALUE:T1"));
  }
  void TearDown() override { fs::remove_all(folder_); }

  std::string archive(const std::string& name, const std::vector<registry::ArchiveEntry>& entries) {
    for (const registry::ArchiveEntry& entry : entries) file(name + "/" + entry.name, entry.bytes);
    return (folder_ / name).string();
  }
  std::string file(const std::string& name, const std::string& bytes) {
    const fs::path path = folder_ / name;
    fs::create_directories(path.parent_path());
    std::ofstream(path, std::ios::binary) << bytes;
    return path.string();
  }
  RegistryRequest request(std::vector<std::string> files) const {
    RegistryRequest made;
    made.algorithms = {old_};
    made.files = std::move(files);
    made.current_year = 2026;
    made.with_path = false;
    return made;
  }

  template <class Ask>
  Told ask(const RegistryRequest& request, Ask question) const {
    Told told;
    RegistrySinks sinks;
    sinks.out = [&](std::string_view bytes) {
      told.out += bytes;
      return true;
    };
    sinks.error = [&](const Error& error) { told.errors += error.text() + '\n'; };
    sinks.issue = [&](const std::string&, const DataIssue& issue) {
      told.errors += issue.path + ": " + issue.message + '\n';
    };
    sinks.unshown_issues = [&](const std::string&, std::uint64_t count) {
      told.errors += std::to_string(count) + " more\n";
    };
    if constexpr (std::is_same_v<decltype(question(request, sinks)), RegistryOutcome>) {
      const RegistryOutcome outcome = question(request, sinks);
      told.status = outcome.status;
      told.counts = outcome.counts;
    } else {
      told.status = question(request, sinks);
    }
    return told;
  }

  fs::path folder_;
  std::string old_;
  std::string new_;
};

constexpr const char* kEarly =
    R"({"id":"e","input":{"site":"C000","hist":"8000","year_dx":"2010","size":"010","grade":"1"}})"
    "\n";
constexpr const char* kLate =
    R"({"id":"l","input":{"site":"C000","hist":"8000","year_dx":"2010","size":"030","grade":"1"}})"
    "\n";

constexpr const char* kCsv = "site,hist,year_dx,size,grade\nC000,8000,2010,010,1\n";

TEST_F(RegistryQuestions, TheFormatIsFoundAndASaidFormatIsBelieved) {
  struct Case {
    const char* title;
    const char* bytes;
    const char* format;
    RegistryStatus status;
    const char* out;
    const char* errors;
  };
  const Case cases[] = {
      {"NDJSON", kEarly, "", RegistryStatus::Done, R"("stage":"I")", ""},
      {"CSV", kCsv, "", RegistryStatus::Done, "C000,8000,2010,010,1,STAGED,a,", ""},
      {"NDJSON said to be CSV", kEarly, "csv", RegistryStatus::Failed, "", "line 1"},
      {"an empty file", "", "", RegistryStatus::Failed, "", "the file is empty"},
      {"an array", "[{}]", "", RegistryStatus::Failed, "", "write one case a line"},
      {"UTF-16", "\xFF\xFEs", "", RegistryStatus::Failed, "", "save it as UTF-8"},
      {"a broken line", "{\n", "", RegistryStatus::DoneWithRefusals, R"("result":null)", "record 1"},
      {"an unknown key", R"({"id":1,"input":{"site":"C000","hist":"8000","graed":"1"}})", "",
       RegistryStatus::DoneWithRefusals, "Unknown input key supplied: graed", "'graed' is not an input of schema a"},
      {"an unknown column", "site,hist,graed\nC000,8000,1\n", "", RegistryStatus::Failed, "", "meant for 'grade'"},
  };
  for (const Case& one : cases) {
    SCOPED_TRACE(one.title);
    RegistryRequest asked = request({file("cases", one.bytes)});
    asked.format = one.format;
    const Told told = ask(asked, stage_records);
    EXPECT_EQ(told.status, one.status);
    EXPECT_NE(told.out.find(one.out), std::string::npos) << told.out;
    EXPECT_NE(told.errors.find(one.errors), std::string::npos) << told.errors;
    if (one.errors[0] == '\0') {
      EXPECT_EQ(told.errors, "");
    }
  }
}

TEST_F(RegistryQuestions, CountsAddUpOverFilesAndThreads) {
  const std::string cases =
      file("cases", std::string(kEarly) + "{\n" + kLate + R"({"id":3,"input":{"site":"C999","hist":"8000"}})");
  RegistryRequest asked = request({cases, file("more", kEarly)});
  asked.threads = 3;
  const Told told = ask(asked, stage_records);
  EXPECT_EQ(told.status, RegistryStatus::DoneWithRefusals);
  EXPECT_EQ(told.counts.records, 5U);
  EXPECT_EQ(told.counts.staged, 3U);
  EXPECT_EQ(told.counts.refused, 1U);
  EXPECT_EQ(told.counts.unreadable, 1U);
  asked.threads = 1;
  EXPECT_EQ(ask(asked, stage_records).out, told.out);
}

TEST_F(RegistryQuestions, AFileThatIsNotThereIsToldBeforeAnyResult) {
  const Told told = ask(request({file("cases", kEarly), (folder_ / "nothing").string()}), stage_records);
  EXPECT_EQ(told.status, RegistryStatus::Failed);
  EXPECT_EQ(told.out, "");
  EXPECT_NE(told.errors.find("nothing"), std::string::npos);
}

TEST_F(RegistryQuestions, AnOutputFileAppearsOnlyWithAWholeRun) {
  RegistryRequest asked = request({file("cases", kEarly)});
  asked.output_file = (folder_ / "out").string();
  EXPECT_EQ(ask(asked, stage_records).status, RegistryStatus::Done);
  EXPECT_TRUE(fs::exists(asked.output_file));
  asked.files = {file("bad.csv", "site\nC000\n")};
  asked.output_file = (folder_ / "never").string();
  EXPECT_EQ(ask(asked, stage_records).status, RegistryStatus::Failed);
  EXPECT_FALSE(fs::exists(asked.output_file));
}

TEST_F(RegistryQuestions, ADictionaryThatCannotBeReadEndsTheRunAtOnce) {
  RegistryRequest asked = request({file("cases", kEarly)});
  asked.dictionaries = {(folder_ / "none.xml").string()};
  for (const auto& question : {explain_records, compare_naaccr, check_naaccr}) {
    const Told told = ask(asked, question);
    EXPECT_EQ(told.status, RegistryStatus::Failed);
    EXPECT_EQ(told.out, "");
    EXPECT_NE(told.errors.find("none.xml"), std::string::npos) << told.errors;
  }
  EXPECT_EQ(ask(asked, stage_records).status, RegistryStatus::Failed);
}

TEST_F(RegistryQuestions, ACaseIsExplainedTheSameFromLinesAndRows) {
  const Told lines = ask(request({file("cases", kEarly)}), explain_records);
  const Told rows = ask(request({file("rows", kCsv)}), explain_records);
  const std::string head = "record 1 (id \"e\")";
  ASSERT_TRUE(lines.out.starts_with(head)) << lines.out;
  ASSERT_TRUE(rows.out.starts_with("line 2: STAGED by demo 1.0, schema a")) << rows.out;
  EXPECT_EQ(lines.out.substr(head.size()), rows.out.substr(std::string("line 2").size()));
  EXPECT_NE(lines.out.find("by t row 1 > stage row 1"), std::string::npos) << lines.out;
  const Told refused = ask(request({file("site", R"({"input":{"site":"C999","hist":"8000"}})")}), explain_records);
  EXPECT_EQ(refused.status, RegistryStatus::DoneWithRefusals);
  EXPECT_NE(
      refused.out.find("\n  'C999' is not a code of site (site, NAACCR 400 primarySite)\n  remedy: correct the code"),
      std::string::npos)
      << refused.out;
}

TEST_F(RegistryQuestions, ImpactNamesTheFirstCaseWhateverTheOrderOfFiles) {
  RegistryRequest asked = request({file("one", std::string(kEarly) + kLate), file("two", kLate)});
  asked.algorithms = {old_, new_};
  const Told told = ask(asked, impact_of_versions);
  EXPECT_EQ(told.status, RegistryStatus::Done);
  EXPECT_EQ(told.out,
            "3 cases staged under both versions: 2 move, 0 unreadable\n\na, diagnosed 2010\n"
            "  stage: 'II' becomes 'I' in 2 cases (first: \"l\")\n    moved by t row 2 (gone), t row 2 (new)\n"
            "    first was by t row 2 (gone) > stage row 2\n    first is by  t row 2 (new) > stage row 1\n");
}

TEST_F(RegistryQuestions, VersionsAndNamesAreLookedUp) {
  RegistryRequest asked = request({});
  asked.algorithms = {old_, new_};
  const auto difference = difference_of_versions(asked);
  ASSERT_TRUE(difference.has_value());
  EXPECT_NE(difference->text.find("1 changes\n  row-changed          1\n"), std::string::npos) << difference->text;
  EXPECT_NE(difference->text.find(" Used by a, b, c.\n"), std::string::npos) << difference->text;
  asked.algorithms = {old_};
  AlgorithmQuestion question;
  question.show = "size";
  EXPECT_TRUE(show_algorithms(asked, question).has_value());
  question.show = "nothing of the kind";
  const auto missing = show_algorithms(asked, question);
  ASSERT_FALSE(missing.has_value());
  EXPECT_EQ(missing.error().code, ErrorCode::NotFound);
}

TEST_F(RegistryQuestions, CheckTellsFilesThatAreNoNaaccrXml) {
  const std::string good = file(
      "good.xml",
      "<NaaccrData baseDictionaryUri=\"http://naaccr.org/naaccrxml/naaccr-dictionary-230.xml\" recordType=\"I\" "
      "specificationVersion=\"1.6\" xmlns=\"http://naaccr.org/naaccrxml\"><Patient><Item "
      "naaccrId=\"patientIdNumber\">00000001</Item><Tumor><Item naaccrId=\"primarySite\">C509</Item></Tumor></Patient>"
      "</NaaccrData>");
  const std::string bad = file("bad.xml", "<NaaccrData/>");
  const Told told = ask(request({good, bad}), check_naaccr);
  EXPECT_EQ(told.status, RegistryStatus::DoneWithRefusals) << told.errors;
  EXPECT_EQ(told.out, good + ": valid\n" + bad + ": invalid\n");
  EXPECT_EQ(ask(request({good}), check_naaccr).status, RegistryStatus::Done);
}

}  // namespace
}  // namespace restage::service
