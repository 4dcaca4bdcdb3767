// SPDX-License-Identifier: Apache-2.0
#pragma once
// What guidelines ask for after treatment: tasks with their due windows, schedules, counts, what to leave out. One
// FollowUpPlan is what one guideline says about one tumor on one day. Plain values: computed once, never changed,
// thread-safe to read. Texts are those of the packs.
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/data_issue.h"
#include "core/partial_date.h"

namespace restage::statement {

/// A length of time as guidelines write it.
struct TimeLength {
  enum class Unit { Days, Weeks, Months };
  int amount = 0;
  Unit unit = Unit::Months;
  double months() const noexcept;  ///< weeks and days as fractions of a month of 30.4375 days
  friend bool operator==(const TimeLength&, const TimeLength&) noexcept = default;
};

/// "3 to 6 months", "at least every 6" (no least), "at least 24" (no most).
struct TimeWindow {
  std::optional<TimeLength> least, most;
  bool is_given() const noexcept { return least || most; }
  friend bool operator==(const TimeWindow&, const TimeWindow&) noexcept = default;
};

/// How far a row of a guideline can be trusted to say what its document says.
enum class Trust { Verified, Restated, Unverified };
std::string_view to_string(Trust trust) noexcept;  ///< verified, restated, unverified

struct GuidelineSource {
  std::string document, year, section;
  Trust trust = Trust::Verified;
};

enum class DueStatus { NotYet, Due, Overdue };
std::string_view to_string(DueStatus status) noexcept;  ///< not_yet, due, overdue

struct FollowUpTask {
  std::string activity, kind, condition, strength, owner;
  TimeWindow interval;
  PartialDate last_done;
  std::string evidence;  ///< the fact that says so
  PartialDate due_from, due_to;
  std::optional<DueStatus> status;  ///< none where nothing falls due on a day
  GuidelineSource source;
  std::string row;
};

struct ActivitySchedule {
  std::string activity;
  std::vector<double> months;  ///< after the anchor, at the longest interval allowed
  bool goes_on = false;        ///< beyond the last month listed
  GuidelineSource source;
};

struct ActivityCount {
  std::string activity;  ///< names its period: "CT in years 1-3"
  std::optional<int> least, most;
  GuidelineSource source;
};

struct ActivityStop {
  std::string activity, condition;
  TimeWindow at;
  GuidelineSource source;
};

/// An activity with what is said of it.
struct ActivityRemark {
  std::string activity, condition, strength;
  GuidelineSource source;
};

/// A row that would apply or not, by what is not known of the person.
struct OpenRow {
  std::string activity;
  std::vector<std::string> inputs;  ///< of the pack, that are not known
  std::vector<std::string> asks;    ///< the same in its words: "Stage group"
  GuidelineSource source;
};

struct FollowUpAnchor {
  std::string kind;
  PartialDate date;
  std::vector<std::string> evidence;
};

struct FollowUpPlan {
  std::string guideline, year, title;
  bool offered = true;
  bool applies = true;  ///< to this tumor, as far as its site and histology tell
  bool local = false;   ///< a hospital's own schedule
  FollowUpAnchor anchor;
  std::vector<FollowUpTask> tasks;
  std::vector<FollowUpTask> later;  ///< begin after the day of the question, on due_from
  std::vector<ActivitySchedule> schedules;
  std::vector<ActivityCount> counts;
  std::vector<ActivityStop> stops;
  std::vector<ActivityRemark> not_recommended, advice;
  std::vector<std::string> tests, symptoms_to_teach, notes;
  std::vector<OpenRow> open;
};

/// What one guideline says of a test on a day.
struct GuidelineSays {
  std::string guideline;
  bool not_recommended = false;
  TimeWindow interval;
  PartialDate due_from;  ///< of what has no interval
  std::string strength;
};

/// One test on which guidelines differ, with each that speaks of it.
struct FollowUpDifference {
  std::string test;
  std::vector<GuidelineSays> says;
};

/// One task of one person that is past its time.
struct OverdueTask {
  std::string patient, guideline, activity;
  PartialDate due_to;
  int days_late = 0;
  int severity = 0;  ///< by stage or risk, as FollowUpAnswer
};

struct FollowUpAnswer {
  std::string patient, tumor;
  int severity = 0;  ///< by stage or risk group: the higher the worse, 0 where neither is known
  std::vector<FollowUpPlan> plans;
  std::vector<FollowUpDifference> differences;
  std::vector<DataIssue> issues;
};

}  // namespace restage::statement
