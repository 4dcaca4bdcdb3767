// SPDX-License-Identifier: Apache-2.0
#include "rules/check/pack_check.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "base/text.h"

namespace restage::rules {
namespace {

TEST(Packs, EveryBuiltInPackIsCleanAndItsCasesHold) {
  const PackFolders folders = PackFolders::embedded();
  const std::vector<PackReport> reports = check_packs(folders.all());
  if (reports.empty()) GTEST_SKIP() << "no packs are built in";
  std::size_t cases = 0;
  for (const PackReport& report : reports) {
    cases += report.case_count;
    for (const PackProblem& problem : report.problems)
      if (problem.is_error) ADD_FAILURE() << report.id << " [" << problem.code << "] " << problem.text();
  }
  EXPECT_GT(cases, 0u);
}

struct Broken {
  std::string toml =
      "id='x-1-lung'\ntitle='x'\nsystem='X'\nedition='1'\nsite='lung'\nkind='stage'\nversion='1'\nsummary='s'"
      "\nclassifications=['c']\n"
      "[[applies]]\ntopography=['C34']\nhistology=['8000-9000']\n"
      "[[input]]\nname='t'\nrole='category'\ntype='code'\nvalues=['T1','T2a','T2b','T3']\ncoarse={T2=['T2*']}\nmeaning="
      "'m'\n"
      "[[input]]\nname='size_mm'\nrole='finding'\ntype='decimal'\nunit='mm'\nmeaning='m'\n"
      "[[table]]\nid='t'\n[[table]]\nid='group'\n"
      "[[source]]\nid='q'\ncitation='q'\nstatus='verified'\n";
  std::string t = "row\tsize_mm\t=t\tsource\n1\t<=20\tT1\tq\n2\t>20\tT3\tq\n";
  std::string group = "row\tt\t=group\tsource\n1\tT1\tI\tq\n2\tT2*,T3\tII\tq\n";
  std::string cases =
      "case\tclassification\tt\tsize_mm\t=t\t="
      "group\tsource\na\tc\tT1\t\t\tI\tq\nb\tc\t\t30\tT3\tII\tq\nc\tc\t\t20\tT1\tI\tq\nd\tc\t\t10\tT1\tI\tq\n";

  PackReport check() const { return check_all().front(); }
  std::vector<PackReport> check_all(const Broken* other = nullptr) const {
    std::vector<PackFiles> packs = {files("staging/x/1/lung")};
    if (other != nullptr) packs.push_back(other->files("staging/x/2/lung"));
    return check_packs(packs);
  }
  PackFiles files(std::string folder) const {
    return {std::move(folder),
            {{"cases.tsv", cases}, {"pack.toml", toml}, {"tables/group.tsv", group}, {"tables/t.tsv", t}}};
  }
};

/// Each code once, in the order of the first.
std::string codes_of(const PackReport& report) {
  std::vector<std::string> codes;
  for (const PackProblem& problem : report.problems)
    if (std::find(codes.begin(), codes.end(), problem.code) == codes.end()) codes.push_back(problem.code);
  return text::join(codes, " ");
}

TEST(PackCheck, ASoundPackHasNoProblems) {
  const PackReport report = Broken{}.check();
  EXPECT_EQ(codes_of(report), "");
  EXPECT_EQ(report.case_count, 4u);
  EXPECT_EQ(report.failed_case_count, 0u);
}

TEST(PackCheck, NamesRowsThatNothingReaches) {
  Broken pack;
  pack.t += "3\t>30\tT3\tq\n";
  const PackReport report = pack.check();
  EXPECT_EQ(codes_of(report), "unreachable-row row-without-case cut-without-case");
  EXPECT_EQ(report.problems.front().text(), "tables/t.tsv row 3: row 2 already takes everything this row accepts");
}

TEST(PackCheck, NamesOverlapsThatConflict) {
  Broken pack;
  pack.t += "3\t>30\tT1\tq\n";
  EXPECT_EQ(codes_of(pack.check()), "conflicting-overlap row-without-case cut-without-case");
}

TEST(PackCheck, NamesAGapWithAnExample) {
  Broken pack;
  pack.t = "row\tsize_mm\t=t\tsource\n1\t<20\tT1\tq\n2\t>20\tT3\tq\n";
  const PackReport report = pack.check();
  EXPECT_EQ(report.problems.front().code, "gap");
  EXPECT_NE(report.problems.front().message.find("size_mm 20"), std::string::npos) << report.problems.front().message;
}

TEST(PackCheck, ARoundedInputHasNoGapBetweenItsSteps) {
  Broken pack;
  pack.t = "row\tsize_mm\t=t\tsource\n1\t<=20\tT1\tq\n2\t>=21\tT3\tq\n";
  EXPECT_EQ(pack.check().problems.front().code, "gap");
  pack.toml.insert(pack.toml.find("unit='mm'"), "round_to='1'\n");
  EXPECT_EQ(codes_of(pack.check()), "cut-without-case");  // at 21
}

TEST(PackCheck, NamesUnusedInputs) {
  Broken pack;
  pack.toml += "[[input]]\nname='grade'\nrole='factor'\ntype='code'\nvalues=['G1']\nmeaning='m'\n";
  EXPECT_EQ(codes_of(pack.check()), "unused-input");
}

TEST(PackCheck, NamesCodesOutsideTheirList) {
  Broken pack;
  pack.group = "row\tt\t=group\tsource\n1\tT1\tI\tq\n2\tT2*,T4\tII\tq\n";
  const PackReport report = pack.check();
  EXPECT_EQ(report.problems.front().code, "code-unknown");
  EXPECT_EQ(report.problems.front().text(),
            "tables/group.tsv row 2 column t: `T4` is not among the values of t: T1 T2a T2b T3 T2 TX");
}

TEST(PackCheck, NamesABareValueWhoseMembersFallThrough) {
  Broken pack;
  pack.group = "row\tt\t=group\tsource\n1\tT1\tI\tq\n2\tT2,T3\tII\tq\n";
  EXPECT_NE(codes_of(pack.check()).find("bare-value"), std::string::npos);
}

TEST(PackCheck, NamesMissingSourcesAndGroupsWithoutACase) {
  Broken pack;
  pack.t = "row\tsize_mm\t=t\tsource\n1\t<=20\tT1\tz\n2\t>20\tT3\tq\n";
  EXPECT_EQ(pack.check().problems.front().code, "source-missing");
  Broken group;
  group.cases = "case\tclassification\tt\tsize_mm\t=t\t=group\tsource\na\tc\t\t10\tT1\tI\tq\n";
  EXPECT_EQ(codes_of(group.check()), "row-without-case cut-without-case group-without-case");
}

std::string messages_of(const PackReport& report, std::string_view code) {
  std::string messages;
  for (const PackProblem& problem : report.problems)
    if (problem.code == code) messages += problem.row + problem.column + ": " + problem.message + "\n";
  return messages;
}

const std::string kCaseHeader = "case\tclassification\tt\tsize_mm\t=t\t=group\tsource\n";

TEST(PackCheck, NamesCutPointsThatNoCaseTriesBelowAtOrAbove) {
  Broken pack;
  pack.cases = kCaseHeader + "a\tc\t\t10\tT1\tI\tq\nb\tc\t\t30\tT3\tII\tq\n";
  EXPECT_EQ(messages_of(pack.check(), "cut-without-case"),
            "size_mm: no case tries at 20, where the answer turns on it\n");
  pack.cases = kCaseHeader + "a\tc\t\t20\tT1\tI\tq\nb\tc\t\t\t\tI;II\tq\n";  // an unknown tries nothing
  EXPECT_EQ(messages_of(pack.check(), "cut-without-case"),
            "size_mm: no case tries below 20, where the answer turns on it\nsize_mm: no case tries above 20, where the "
            "answer turns on it\n");
}

TEST(PackCheck, AsksForNoSideOfACutPointThatNoValueCanTake) {
  Broken pack;
  pack.t = "row\tsize_mm\t=t\tsource\n1\t0\tT1\tq\n2\t>0\tT3\tq\n";
  pack.cases = kCaseHeader + "a\tc\t\t0\tT1\tI\tq\nb\tc\t\t30\tT3\tII\tq\n";
  EXPECT_EQ(messages_of(pack.check(), "cut-without-case"), "");
  // Whole numbers: below 2 is 1, the cut next to it, and nothing stands between 1 and 2.
  pack.toml.replace(pack.toml.find("type='decimal'"), 14, "type='integer'");
  pack.t = "row\tsize_mm\t=t\tsource\n1\t<=1\tT1\tq\n2\t>=2\tT3\tq\n";
  pack.cases = kCaseHeader + "a\tc\t\t0\tT1\tI\tq\nb\tc\t\t1\tT1\tI\tq\nc\tc\t\t2\tT3\tII\tq\nd\tc\t\t3\tT3\tII\tq\n";
  EXPECT_EQ(messages_of(pack.check(), "cut-without-case"), "");
}

TEST(PackCheck, ACaseTriesACutPointOnlyWhereTheAnswerTurnsOnIt) {
  Broken pack;
  pack.toml.insert(pack.toml.find("[[table]]"), "[[input]]\nname='deep'\nrole='finding'\ntype='flag'\nmeaning='m'\n");
  pack.t = "row\tdeep\tsize_mm\t=t\tsource\n1\tyes\t-\tT3\tq\n2\t-\t<=20\tT1\tq\n3\t-\t>20\tT2a\tq\n";
  pack.cases =
      "case\tclassification\tdeep\tsize_mm\t="
      "t\tsource\na\tc\tyes\t10\tT3\tq\nb\tc\tno\t20\tT1\tq\nc\tc\tno\t30\tT2a\tq\n";
  EXPECT_EQ(messages_of(pack.check(), "cut-without-case"),
            "size_mm: no case tries below 20, where the answer turns on it\n");
}

TEST(PackCheck, AskTheTotalsThatPointsAddUpTo) {
  Broken pack;
  pack.toml.replace(pack.toml.find("[[table]]\nid='group'"), 20,
                    "[[table]]\nid='points'\nhit='sum'\n[[table]]\nid='group'");
  PackFiles files = pack.files("staging/x/1/lung");
  const std::string points = "row\tsize_mm\tt\t=points\tsource\n1\t>20\t-\t1\tq\n2\t-\tT3\t2\tq\n";
  const std::string group = "row\tpoints\t=group\tsource\n1\t<=1\tI\tq\n2\t>=3\tII\tq\n3\t-\tIII\tq\n";
  files.files[2].second = group;
  files.files.insert(files.files.begin() + 3, {"tables/points.tsv", points});
  // Totals are 0, 1, 2 and 3, so nothing is above 3. Size 30 adds 1, and 2 more through the T3 that it leads to.
  files.files[0].second = pack.cases;
  EXPECT_EQ(messages_of(check_packs({files}).front(), "cut-without-case"),
            "points: no case tries at 1, where the answer turns on it\npoints: no case tries above 1, where the answer "
            "turns on it\n"
            "points: no case tries below 3, where the answer turns on it\n");
}

TEST(PackCheck, ARowThatIsOneOfSeveralAnswersHasNoCase) {
  Broken pack;
  pack.cases = kCaseHeader + "a\tc\t\t10\tT1\tI\tq\nb\tc\t\t20\tT1\tI\tq\nc\tc\tT2\t\t\tII\tq\nd\tc\t\t\tT1;T3\t\tq\n";
  EXPECT_EQ(messages_of(pack.check(), "row-without-case"), "2: in no case is this row the one answer of the table\n");
}

TEST(PackCheck, ACaseCountsForATableOnlyIfItWantsSomethingOfIt) {
  Broken pack;
  pack.toml.insert(pack.toml.find("[[table]]\nid='group'"), "[[table]]\nid='m'\n");
  pack.toml.insert(pack.toml.find("[[table]]"), "[[input]]\nname='deep'\nrole='finding'\ntype='flag'\nmeaning='m'\n");
  PackFiles files = pack.files("staging/x/1/lung");
  files.files[0].second =
      "case\tclassification\tdeep\tsize_mm\t=t\t=group\t=depth\tsource\n"
      "a\tc\tyes\t10\tT1\tI\t\tq\nb\tc\tno\t20\tT1\t\t\tq\nc\tc\tno\t30\tT3\tII\t\tq\nd\tc\tno\t\t\t\tshallow\tq\n";
  files.files.insert(files.files.begin() + 3,
                     {"tables/m.tsv", "row\tdeep\t=depth\tsource\n1\tyes\tdeep\tq\n2\tno\tshallow\tq\n"});
  EXPECT_EQ(messages_of(check_packs({files}).front(), "row-without-case"),
            "1: in no case is this row the one answer of the table\n");
}

TEST(PackCheck, NamesFailedCases) {
  Broken pack;
  pack.cases += "e\tc\t\t20.1\tT1\t\tq\n";
  const PackReport report = pack.check();
  EXPECT_EQ(codes_of(report), "case-failed");
  EXPECT_EQ(report.failed_case_count, 1u);
}

TEST(PackCheck, NamesOverlappingValidity) {
  Broken first, second;
  second.toml.replace(second.toml.find("x-1-lung"), 8, "x-2-lung");
  EXPECT_EQ(codes_of(first.check_all(&second)[1]), "overlapping-validity");
  first.toml.insert(0, "diagnosed_until=2020-12-31\n");
  second.toml.insert(0, "diagnosed_from=2021-01-01\n");
  EXPECT_EQ(codes_of(first.check_all(&second)[1]), "");
}

TEST(PackCheck, PacksOfDifferentSystemsNeverOverlapWhereverTheCheckBegan) {
  Broken first, second;
  second.toml.replace(second.toml.find("x-1-lung"), 8, "y-1-lung");
  const auto together = [&] { return codes_of(check_packs({first.files("."), second.files(".")})[1]); };
  EXPECT_EQ(together(), "");  // one publisher, two systems
  second.toml.replace(second.toml.find("system='X'"), 10, "system='Y'");
  EXPECT_EQ(together(), "");
  second.toml.replace(second.toml.find("system='Y'"), 10, "system='X'");
  second.toml.replace(second.toml.find("y-1-lung"), 8, "x-2-lung");
  EXPECT_EQ(together(), "overlapping-validity");
}

TEST(PackCheck, AHeaderWithoutAKeyIsReportedWithItsLine) {
  Broken pack;
  pack.toml += "[[ ]]\n";
  const PackReport report = pack.check();
  ASSERT_FALSE(report.problems.empty());
  EXPECT_EQ(report.problems.front().code, "pack-malformed");
  EXPECT_NE(report.problems.front().text().find("line 34"), std::string::npos) << report.problems.front().text();
}

TEST(PackCheck, SurvivesNonsense) {
  Broken pack;
  pack.toml = "id = [[[";
  EXPECT_GT(pack.check().error_count(), 0u);
  pack = Broken{};
  pack.t = "\t\t\n\x01\t\xFF";
  EXPECT_GT(pack.check().error_count(), 0u);
  pack = Broken{};
  pack.cases = "";
  pack.group = "row\t=group\tsource\n";
  EXPECT_GT(pack.check().error_count(), 0u);
}

}  // namespace
}  // namespace restage::rules
