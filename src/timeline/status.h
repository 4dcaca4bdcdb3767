// SPDX-License-Identifier: Apache-2.0
#pragma once
// The disease-status machine: events of a course, in order, through the transition table of packs/timeline/status.
#include <vector>

#include "timeline/calendar.h"
#include "timeline/statement.h"

namespace restage::timeline {

/// States in order; an event that leaves state, extent and organs as they were adds evidence, not an entry.
std::vector<StatusEntry> make_status(const Calendar& calendar, const RuleSet& rules, std::vector<DataIssue>& issues);

/// One entry for every disease-free spell that ended.
std::vector<Recurrence> make_recurrences(const Calendar& calendar, const RuleSet& rules);

}  // namespace restage::timeline
