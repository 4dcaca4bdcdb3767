// SPDX-License-Identifier: Apache-2.0
#include "followup/chain.h"

#include <gtest/gtest.h>

namespace restage::followup {
namespace {

Day day(std::string_view date) { return PartialDate::parse(date)->latest(); }
std::string text_of(const std::optional<Day>& day) { return day ? PartialDate::from_day(*day).text() : "none"; }

Rule every(std::string_view window, std::string_view from, std::string_view until) {
  Rule rule;
  rule.every = *parse_window(window);
  rule.from = *parse_length(from);
  rule.until = *parse_window(until);
  return rule;
}

TEST(TimeWindow, ReadsWhatGuidelinesWrite) {
  const TimeWindow weeks = *parse_window("6w..12w");
  EXPECT_NEAR(weeks.least->months(), 1.38, 0.005);
  EXPECT_NEAR(weeks.most->months(), 2.76, 0.005);
  EXPECT_FALSE(parse_window("..6")->least);
  EXPECT_FALSE(parse_window("24..")->most);
  EXPECT_EQ(*parse_window("6")->least, *parse_window("6")->most);
  EXPECT_FALSE(parse_window("12..6"));
  EXPECT_FALSE(parse_window("soon"));
  EXPECT_FALSE(parse_window("6 weeks"));
}

// SOURCE: the end-of-month rule of docs/followup.md: a day past the end of the month becomes its last day, and months
// are counted from the first day, so the 31st comes back.
TEST(TimeWindow, MonthsEndWhereTheCalendarEnds) {
  EXPECT_EQ(text_of(after(day("2023-08-31"), {6})), "2024-02-29");
  EXPECT_EQ(text_of(after(day("2023-08-31"), {12})), "2024-08-31");
  EXPECT_EQ(text_of(after(day("2024-01-31"), {1})), "2024-02-29");
  EXPECT_EQ(text_of(after(day("2022-01-10"), {6, TimeLength::Unit::Weeks})), "2022-02-21");
}

// SOURCE: ASCO breast 2013, every 3 to 6 months in year 2; last visit 2022-04-10: 2022-07-10 to 2022-10-10.
TEST(Chain, TheNextOneIsDueByTheIntervalFromTheLast) {
  const Rule first = every("3..6", "0", "36"), second = every("6..12", "36", "60");
  const Chain chain({&second, &first});
  const Day anchor = day("2021-03-15");
  const auto rule = chain.in_force(anchor, day("2022-05-01"));
  ASSERT_TRUE(rule);
  const auto due = chain.next_due(*rule, anchor, day("2022-04-10"), {});
  ASSERT_TRUE(due);
  EXPECT_EQ(text_of(due->from), "2022-07-10");
  EXPECT_EQ(text_of(due->to), "2022-10-10");
  EXPECT_EQ(status_on(*due, day("2022-05-01")), statement::DueStatus::NotYet);
  EXPECT_EQ(status_on(*due, day("2022-07-10")), statement::DueStatus::Due);
  EXPECT_EQ(status_on(*due, day("2022-10-11")), statement::DueStatus::Due) << "a quarter of the interval is allowed";
  EXPECT_EQ(status_on(*due, day("2023-01-20")), statement::DueStatus::Overdue);
}

TEST(Chain, APeriodEndsWhereTheNextBeginsAndTheLastKeepsItsLastDay) {
  const Rule first = every("6", "0", "24"), second = every("12", "24", "60");
  const Chain chain({&first, &second});
  const Day anchor = day("2020-01-15");
  EXPECT_EQ(chain.in_force(anchor, day("2022-01-14")), 0u);
  EXPECT_EQ(chain.in_force(anchor, day("2022-01-15")), 1u);
  EXPECT_EQ(chain.in_force(anchor, day("2025-01-15")), 1u);
  EXPECT_EQ(chain.in_force(anchor, day("2025-01-16")), std::nullopt);
  EXPECT_EQ(chain.in_force(anchor, day("2020-01-14")), std::nullopt);
}

TEST(Chain, WhatWasDoneALittleEarlyCountsForItsMonth) {
  Rule rule;
  rule.at = {{3}, {12}};
  rule.until = *parse_window("12");
  const Chain chain({&rule});
  const Day anchor = day("2020-01-15");
  EXPECT_EQ(text_of(chain.next_due(0, anchor, {}, {})->from), "2020-04-15");
  EXPECT_EQ(text_of(chain.next_due(0, anchor, day("2020-04-01"), {})->from), "2021-01-15");
  EXPECT_EQ(text_of(chain.next_due(0, anchor, day("2020-02-01"), {})->from), "2020-04-15") << "too early";
  EXPECT_FALSE(chain.next_due(0, anchor, day("2021-01-10"), {}));
}

TEST(Chain, AfterTheLastDayNothingIsDue) {
  const Rule rule = every("12", "0", "36");
  const Chain chain({&rule});
  EXPECT_FALSE(chain.next_due(0, day("2020-01-15"), day("2022-06-15"), {}));
  EXPECT_TRUE(chain.next_due(0, day("2020-01-15"), day("2021-12-15"), {}));
}

// SOURCE: ASCO breast 2013: the mammogram after the diagnostic one, not before 6 months after radiation.
TEST(Chain, NotBeforeMovesTheFirstOneOnly) {
  Rule rule = every("12", "0", "");
  rule.first = *parse_window("12");
  const Chain chain({&rule});
  const Day anchor = day("2023-02-20");
  EXPECT_EQ(text_of(chain.next_due(0, anchor, {}, day("2023-12-30"))->from), "2024-02-20");
  EXPECT_EQ(text_of(chain.next_due(0, anchor, {}, day("2024-05-01"))->from), "2024-05-01");
  EXPECT_EQ(text_of(chain.next_due(0, anchor, day("2024-02-25"), day("2024-05-01"))->from), "2025-02-25");
}

}  // namespace
}  // namespace restage::followup
