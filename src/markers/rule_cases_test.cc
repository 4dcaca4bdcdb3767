// SPDX-License-Identifier: Apache-2.0
// Every rule of the marker packs on both sides of its limits, by series in rule_cases.tsv.
#include <gtest/gtest.h>

#include <fstream>
#include <map>
#include <set>
#include <sstream>

#include "base/text.h"
#include "base/tsv.h"
#include "markers/formula.h"
#include "markers/formula_input.h"

namespace restage::markers {
namespace {

class RuleCases : public testing::Test {
 protected:
  static const RuleBook& book() {
    static const auto library = rules::PackLibrary::embedded();
    static const auto result = RuleBook::load(**library);
    return *result;
  }

  static statement::MarkerSeries series(std::string_view analyte, std::string_view points, std::string_view upper) {
    statement::MarkerSeries result;
    result.analyte = analyte;
    result.unit = book().units().find(analyte)->second;
    for (const std::string_view part : text::split(points, ';')) {
      const std::string_view trimmed = text::trim(part);
      const std::size_t blank = trimmed.find(' ');
      std::string_view value = trimmed.substr(blank + 1);
      statement::MarkerPoint point;
      point.date = PartialDate::parse(trimmed.substr(0, blank)).value();
      if (value.starts_with('<')) point.comparator = "<";
      point.value = Decimal::parse(value.substr(point.comparator.size())).value();
      point.upper = Decimal::parse(upper);
      result.points.push_back(point);
    }
    return result;
  }

  static Circumstances circumstances(std::string_view anchors, std::string_view given) {
    Circumstances result;
    for (const std::string_view part : text::split(anchors, ';'))
      if (const std::size_t equals = part.find('='); equals != std::string_view::npos)
        result.days.emplace_back(part.substr(0, equals), PartialDate::parse(part.substr(equals + 1))->earliest());
    for (const std::string_view part : text::split(given, ';'))
      if (const std::size_t equals = part.find('='); equals != std::string_view::npos)
        result.inputs.emplace_back(part.substr(0, equals), part.substr(equals + 1));
    return result;
  }
};

TEST_F(RuleCases, EveryRuleIsMetAndNotMetWhereItsSourceSaysSo) {
  std::stringstream file;
  file << std::ifstream(RESTAGE_SOURCE_DIR "/src/markers/rule_cases.tsv").rdbuf();
  const std::string text = file.str();
  std::map<std::string, std::set<std::string>, std::less<>> results;
  const Tsv table = read_tsv(text);
  ASSERT_GT(table.lines.size(), 100U);
  for (const TsvLine& line : table.lines) {
    ASSERT_EQ(line.cells.size(), table.header.size()) << line.number;
    const auto cell = [&](std::size_t i) { return std::string(line.cells[i]); };
    SCOPED_TRACE(cell(0));
    const statement::MarkerRule rule =
        ask_rule(book(), series(cell(2), cell(6), cell(3)), circumstances(cell(4), cell(5)), cell(1));
    EXPECT_EQ(to_string(rule.result), cell(7));
    if (cell(7) == "yes" || cell(7) == "pending")
      EXPECT_EQ(rule.date.text(), cell(8));
    else
      EXPECT_FALSE(rule.date.is_known());
    if (!cell(9).empty()) {
      EXPECT_EQ(rule.reference.value_or(Decimal()).text(), cell(9));
    }
    if (!cell(10).empty()) {
      EXPECT_EQ(rule.threshold.value_or(Decimal()).text(), cell(10));
    }
    if (!cell(11).empty()) {
      EXPECT_EQ(rule.kind, cell(11));
    }
    results[cell(1)].insert(cell(7));
  }
  const auto policies = book().policies("psa_rp=none");
  ASSERT_FALSE(policies);
  for (const std::string_view known : {"psa_rp=AUA", "psa_rp=EAU", "psa_rp=NCCN", "psa_rt=Phoenix", "cea=FACS"})
    EXPECT_NE(policies.error().text().find(known), std::string::npos) << known;
  for (const std::string& id : book().rule_ids()) {
    EXPECT_TRUE(results[id].contains("yes")) << id << " is met by no case";
    EXPECT_TRUE(results[id].contains("no")) << id << " is met by every case";
  }
}

TEST_F(RuleCases, PsaDoublingTimesAreJudgedByFiveConditions) {
  using Reasons = std::vector<std::string>;
  const auto doubts = [](std::string_view points) { return book().doubts(series("psa", points, "")); };
  EXPECT_EQ(doubts("2022-01-01 0.2; 2022-01-29 0.24; 2022-04-01 0.33"), Reasons{});
  EXPECT_EQ(doubts("2022-01-01 0.2; 2022-04-01 0.33"), Reasons{"fewer than 3 values"});
  EXPECT_EQ(doubts("2022-01-01 0.19; 2022-02-05 0.24; 2022-04-12 0.33"), Reasons{"value below 0.2"});
  EXPECT_EQ(doubts("2022-01-01 0.2; 2022-02-05 0.2; 2022-04-12 0.33"), Reasons{"not rising"});
  EXPECT_EQ(doubts("2022-01-01 0.2; 2022-01-28 0.24; 2022-04-12 0.33"), Reasons{"less than 4 weeks apart"});
  EXPECT_EQ(doubts("2022-01-01 0.2; 2022-02-05 0.24; 2022-03-31 0.33"), Reasons{"spread below 3 months"});
}

}  // namespace
}  // namespace restage::markers
