// SPDX-License-Identifier: Apache-2.0
#pragma once
// The disease-status machine: events of a course, in order, through the transition table of packs/recurrence/status.
#include <vector>

#include "course/calendar.h"
#include "recurrence/state_rules.h"
#include "statement/state.h"

namespace restage::recurrence {

/// States in order; an event that leaves state, extent and organs as they were adds evidence, not an entry.
std::vector<statement::StatusEntry> make_status(const course::Calendar& calendar, const StateRules& rules,
                                                std::vector<DataIssue>& issues);

/// One entry for every disease-free spell that ended.
std::vector<statement::Recurrence> make_recurrences(const course::Calendar& calendar, const course::RuleSet& rules);

}  // namespace restage::recurrence
