// SPDX-License-Identifier: Apache-2.0
#include "formats/icalendar/calendar_writer.h"

#include <gtest/gtest.h>

namespace restage::icalendar {
namespace {

statement::FollowUpPlan plan(std::string activity) {
  statement::FollowUpPlan plan;
  plan.guideline = "ASCO-breast-2013";
  statement::FollowUpTask task;
  task.activity = std::move(activity);
  task.due_from = *PartialDate::parse("2022-07-10");
  task.due_to = *PartialDate::parse("2022-10-10");
  task.source.document = "ASCO, 2013";
  task.source.year = "2013";
  plan.tasks.push_back(task);
  return plan;
}

std::string calendar(const statement::FollowUpPlan& plan, std::string_view patient) {
  CalendarWriter writer("1", *PartialDate::parse("2022-05-01"));
  writer.add(patient, plan);
  return std::move(writer).finish();
}

// SOURCE: RFC 5545: 3.1 content lines of at most 75 octets, folded with CR LF and a blank; 3.3.11 escapes; 3.8.2.2 the
// end of an all-day event is the day after.
TEST(CalendarWriter, WritesAllDayEventsOverTheWindow) {
  const std::string text = calendar(plan("visit; history, examination"), "P1");
  EXPECT_TRUE(text.starts_with("BEGIN:VCALENDAR\r\nVERSION:2.0\r\n"));
  EXPECT_TRUE(text.ends_with("END:VEVENT\r\nEND:VCALENDAR\r\n"));
  EXPECT_NE(text.find("DTSTART;VALUE=DATE:20220710\r\nDTEND;VALUE=DATE:20221011\r\n"), std::string::npos);
  EXPECT_NE(text.find("SUMMARY:visit\\; history\\, examination\r\n"), std::string::npos);
  EXPECT_NE(text.find("DTSTAMP:20220501T000000Z\r\n"), std::string::npos);
}

TEST(CalendarWriter, FoldsLinesAndNeverACharacter) {
  std::string name;
  for (int i = 0; i < 60; ++i) name += "ü";
  const std::string text = calendar(plan(name), "P1");
  std::string unfolded;
  std::size_t begin = 0;
  while (begin < text.size()) {
    const std::size_t end = text.find("\r\n", begin);
    ASSERT_NE(end, std::string::npos);
    const std::string line = text.substr(begin, end - begin);
    EXPECT_LE(line.size(), 75u);
    EXPECT_NE(static_cast<unsigned char>(line[line[0] == ' ' ? 1 : 0]) & 0xC0, 0x80) << "a character was cut";
    unfolded += line.starts_with(' ') ? line.substr(1) : "\n" + line;
    begin = end + 2;
  }
  EXPECT_NE(unfolded.find("SUMMARY:" + name), std::string::npos);
}

TEST(CalendarWriter, IdsAreTheSameForTheSameQuestionAndHoldNoName) {
  const auto id = [](const std::string& text) { return text.substr(text.find("UID:"), 36); };
  const std::string one = calendar(plan("visit"), "Ada Example");
  EXPECT_EQ(one, calendar(plan("visit"), "Ada Example"));
  EXPECT_NE(id(one), id(calendar(plan("visit"), "B")));
  EXPECT_NE(id(one), id(calendar(plan("mammogram"), "Ada Example")));
  EXPECT_EQ(one.find("Ada"), std::string::npos);
}

TEST(CalendarWriter, WhatHasNoDayIsLeftOut) {
  statement::FollowUpPlan undated = plan("visit");
  undated.tasks.front().due_from = undated.tasks.front().due_to = {};
  EXPECT_EQ(calendar(undated, "P1").find("VEVENT"), std::string::npos);
}

}  // namespace
}  // namespace restage::icalendar
