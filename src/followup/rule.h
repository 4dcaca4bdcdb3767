// SPDX-License-Identifier: Apache-2.0
#pragma once
// Rule: one row of a follow-up pack, its cells read. What the columns mean: docs/followup.md. Plain values; texts point
// into the pack, which must outlive them.
#include <optional>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "followup/activity.h"
#include "followup/time_window.h"
#include "rules/run/collector.h"

namespace restage::followup {

enum class Entry {
  Task,    ///< something to do
  Avoid,   ///< what the guideline advises against
  Stop,    ///< when an activity ends, or may end
  Teach,   ///< a symptom to know
  Advise,  ///< what is said beside the schedule
  Anchor   ///< what the months are counted from
};

/// How often within the period of a rule.
struct Times {
  int least = 0;
  std::optional<int> most;
};

struct Rule {
  Entry entry = Entry::Task;
  std::string_view activity, kind, after, condition, strength, row;
  Activity meaning;
  TimeLength from;
  TimeWindow until, every, first;
  std::vector<TimeLength> at;
  std::optional<Times> times;
  std::string_view not_before;  ///< "radiation" of "radiation+6"
  TimeLength not_before_length;
  statement::GuidelineSource source;
};

/// Fails where a cell cannot be read; the context names the row and the column.
Result<Rule> read_rule(const rules::CollectedRow& row, const rules::Pack& pack);

}  // namespace restage::followup
