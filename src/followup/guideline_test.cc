// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <charconv>
#include <filesystem>
#include <fstream>
#include <map>
#include <set>
#include <sstream>

#include "base/text.h"
#include "base/tsv.h"
#include "followup/follow_up.h"
#include "followup/time_window.h"

namespace restage::followup {
namespace {

const rules::PackLibrary& library() {
  static const auto packs = rules::PackLibrary::embedded();
  return **packs;
}

Day day(std::string_view date) { return PartialDate::parse(date)->latest(); }

std::string read_file(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  std::ostringstream text;
  text << in.rdbuf();
  return text.str();
}

/// "36m-3d" after a day.
Day moved(Day anchor, std::string_view cell) {
  const std::size_t m = cell.find('m');
  int months = 0, days = 0;
  std::from_chars(cell.data(), cell.data() + m, months);
  std::string_view rest = cell.substr(m + 1);
  if (rest.starts_with('+')) rest.remove_prefix(1);
  std::from_chars(rest.data(), rest.data() + rest.size(), days);
  return add_months(anchor, months) + days;
}

struct GuideOfTest {
  explicit GuideOfTest(std::string_view guideline)
      : pack(**library().by_id(std::string(kPackPrefix) + std::string(guideline))), book(pack), collector(pack) {}
  const rules::Pack& pack;
  RuleBook book;
  rules::Collector collector;
};

GuideOfTest& guide(std::string_view guideline) {
  static std::map<std::string, GuideOfTest, std::less<>> guides;
  const auto found = guides.find(guideline);
  return found != guides.end() ? found->second : guides.try_emplace(std::string(guideline), guideline).first->second;
}

statement::FollowUpPlan plan_of(std::string_view guideline, const std::vector<rules::GivenInput>& given,
                                std::string_view anchor, Day as_of) {
  GuideOfTest& asked = guide(guideline);
  const rules::Collection rows = asked.collector.collect(given, rules::Collector::Open::Name);
  const History history({}, as_of);
  std::vector<DataIssue> issues;
  auto plan = make_plan({&asked.book, &rows, &history, *PartialDate::parse(anchor)}, issues);
  EXPECT_TRUE(plan) << guideline << ": " << (plan ? "" : plan.error().text());
  return plan ? *plan : statement::FollowUpPlan{};
}

const statement::FollowUpTask* task_of(const statement::FollowUpPlan& plan, std::string_view activity) {
  for (const statement::FollowUpTask& task : plan.tasks)
    if (task.activity == activity) return &task;
  return nullptr;
}

// SOURCE: guideline_cases.tsv, written from the documents that the packs name, each row on both sides of its limits.
TEST(Guidelines, EveryRowIsInForceUpToItsLimitsAndNoFurther) {
  const std::string text = read_file(RESTAGE_SOURCE_DIR "/src/followup/guideline_cases.tsv");
  const Tsv cases = read_tsv(text);
  ASSERT_GT(cases.lines.size(), 500u);
  constexpr std::string_view kAnchor = "2020-01-15";
  for (const TsvLine& line : cases.lines) {
    std::vector<rules::GivenInput> given;
    for (const std::string_view part : text::split(line.cells[1], ';'))
      if (const std::size_t equals = part.find('='); equals != std::string_view::npos)
        given.push_back({part.substr(0, equals), part.substr(equals + 1)});
    const auto plan = plan_of(line.cells[0], given, kAnchor, moved(day(kAnchor), line.cells[2]));
    const statement::FollowUpTask* task = task_of(plan, line.cells[3]);
    const std::string place = "guideline_cases.tsv line " + std::to_string(line.number);
    if (line.cells[4] == "none") {
      EXPECT_EQ(task, nullptr) << place;
      continue;
    }
    ASSERT_NE(task, nullptr) << place;
    const auto wanted = parse_window(line.cells[4] == "-" ? "" : line.cells[4]);
    ASSERT_TRUE(wanted) << place;
    EXPECT_EQ(task->interval, *wanted) << place;
  }
}

TEST(Guidelines, EveryPackReadsAndEveryRowNamesDocumentAndYear) {
  const auto packs = library().with_prefix(kPackPrefix);
  ASSERT_TRUE(packs);
  EXPECT_GE(packs->size(), 57u);
  for (const rules::Pack* pack : *packs) {
    rules::Collector collector(*pack);
    for (const rules::CollectedRow& row : collector.collect({}, rules::Collector::Open::Name).open) {
      const auto rule = read_rule(row, *pack);
      ASSERT_TRUE(rule) << rule.error().text();
      EXPECT_FALSE(rule->source.document.empty()) << pack->identity().id << " row " << row.row();
      EXPECT_FALSE(rule->source.year.empty());
      EXPECT_EQ(row.result("trust") == "unverified", !row.verified()) << pack->identity().id << " row " << row.row();
      const bool names_test = rule->entry == Entry::Task || rule->entry == Entry::Avoid;
      EXPECT_TRUE(!names_test || rule->meaning.is_known()) << pack->identity().id << ": " << rule->activity;
    }
  }
}

// SOURCE: EAU/ESMO consensus on germ cell tumors 2022, table: stage I seminoma, CT at 6-monthly intervals in years 1
// and 2, yearly in year 3, none in year 4, one in year 5.
TEST(Guidelines, AGapInTheScheduleHasNoTask) {
  const std::vector<rules::GivenInput> given = {{"germ_setting", "stage-I"}, {"seminoma", "yes"}};
  EXPECT_EQ(task_of(plan_of("EAU-ESMO-testis-2022", given, "2020-01-15", day("2023-07-15")), "abdominal CT or MRI"),
            nullptr);
  const auto plan = plan_of("EAU-ESMO-testis-2022", given, "2020-01-15", day("2020-02-01"));
  const auto schedule = std::find_if(plan.schedules.begin(), plan.schedules.end(),
                                     [](const auto& each) { return each.activity == "abdominal CT or MRI"; });
  ASSERT_NE(schedule, plan.schedules.end());
  EXPECT_EQ(schedule->months, (std::vector<double>{6, 12, 18, 24, 36, 60}));
}

// SOURCE: NICE NG2/3: cystoscopy of high risk at 3, 6, 9, 12, 15, 18, 21, 24, 30, 36, 42, 48 months, then yearly.
TEST(Guidelines, FixedMonthsOfTheDocumentAreTheSchedule) {
  const auto plan = plan_of("NICE-NG2-2015", {{"bladder_risk", "high"}, {"bladder_treated", "resection"}}, "2020-01-15",
                            day("2020-02-01"));
  ASSERT_FALSE(plan.schedules.empty());
  std::vector<double> months = plan.schedules.front().months;
  EXPECT_TRUE(plan.schedules.front().goes_on);
  ASSERT_GT(months.size(), 13u);
  months.resize(14);
  EXPECT_EQ(months, (std::vector<double>{3, 6, 9, 12, 15, 18, 21, 24, 30, 36, 42, 48, 60, 72}));
}

// SOURCE: ASCO colorectal 2013: CEA every 3 to 6 months for 5 years is 10 to 20 tests; CT yearly for 3 years is 3.
TEST(Guidelines, CountsFollowFromTheIntervals) {
  const auto plan =
      plan_of("ASCO-colorectal-2013", {{"stage", "III"}, {"rectum", "no"}}, "2022-01-20", day("2022-02-01"));
  const auto count = [&](std::string_view activity) {
    for (const statement::ActivityCount& each : plan.counts)
      if (each.activity == activity) return std::pair(each.least.value_or(-1), each.most.value_or(-1));
    return std::pair(-2, -2);
  };
  EXPECT_EQ(count("CEA over 5 years"), std::pair(10, 20));
  EXPECT_EQ(count("CEA in year 2"), std::pair(2, 4));
  EXPECT_EQ(count("CT abdomen and chest in years 1-3"), std::pair(3, 3));
}

TEST(Guidelines, WhatIsUnknownOfThePersonIsAskedNotGuessed) {
  const auto plan = plan_of("ASCO-colorectal-2013", {}, "2022-01-20", day("2022-02-01"));
  EXPECT_EQ(task_of(plan, "CEA"), nullptr);
  ASSERT_FALSE(plan.open.empty());
  EXPECT_EQ(plan.open.front().asks.front(), "Stage group");
}

}  // namespace
}  // namespace restage::followup
