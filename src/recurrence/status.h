// SPDX-License-Identifier: Apache-2.0
#pragma once
// The disease-status machine: events of a course, in order, through the transition table of packs/recurrence/status.
// Rules that define an event by themselves (a marker rule) hand it in as a RuleEvent; they name their rule and
// evidence.
#include <optional>
#include <vector>

#include "course/calendar.h"
#include "recurrence/state_rules.h"
#include "statement/state.h"

namespace restage::recurrence {

/// A biochemical recurrence that a rule dates, or that somebody documented.
struct RuleEvent {
  PartialDate date;
  std::string rule;                   ///< "psa_rp/AUA"; "documented"
  std::vector<std::string> evidence;  ///< ids of facts
};

/// Biochemical recurrences that somebody wrote down, as rule events.
std::vector<RuleEvent> documented_biochemical(const course::Calendar& calendar);

/// States in order; an event that leaves state, extent and organs as they were adds evidence, not an entry.
std::vector<statement::StatusEntry> make_status(const course::Calendar& calendar, const StateRules& rules,
                                                const std::vector<RuleEvent>& rule_events,
                                                std::vector<DataIssue>& issues);

/// The first biochemical recurrence that became a state.
std::optional<statement::Biochemical> make_biochemical(const std::vector<statement::StatusEntry>& status,
                                                       const std::vector<RuleEvent>& rule_events);

}  // namespace restage::recurrence
