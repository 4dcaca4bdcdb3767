// SPDX-License-Identifier: Apache-2.0
#pragma once
// The moments of a course that may be staged: diagnosis, operation, after therapy, each recurrence, death. Which of
// them become statements depends on the evidence in their windows.
#include <optional>
#include <string>
#include <vector>

#include "course/calendar.h"
#include "statement/staging.h"

namespace restage::staging {

/// A period an r statement looks at: a recurrence and the work-up that followed it.
struct RecurrenceWindow {
  PartialDate from;
  PartialDate until;  ///< inclusive; unknown: open
};

/// A moment of the course that may be staged.
struct TimePoint {
  Classification classification = Classification::Clinical;
  PartialDate date;  ///< unknown: the date of the latest evidence
  std::optional<RecurrenceWindow> recurrence;
  std::vector<std::string> anchors;  ///< facts that set the window
  std::vector<statement::Note> notes;
  bool needs_stated = false;  ///< the event that allows it is not on record: only if someone stated it
  statement::MissingEvent missing_event = statement::MissingEvent::None;
  int number = 1;  ///< of its kind, for recurrences
};

/// In the order of a course: c, yc, p, yp, each r, a.
std::vector<TimePoint> time_points(const course::Calendar& calendar, const course::RuleSet& rules);

}  // namespace restage::staging
