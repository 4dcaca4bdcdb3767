// SPDX-License-Identifier: Apache-2.0
#pragma once
// Then and now: what is different since the diagnosis: categories, sites of disease, biology. Specimens are never
// overwritten: a marker is compared between its first and its latest specimen and both are named.
#include <optional>
#include <vector>

#include "course/calendar.h"
#include "statement/timeline.h"

namespace restage::timeline {

/// `pack` says which values cover others; may be null.
std::optional<statement::ThenAndNow> compare_then_and_now(const course::Calendar& calendar,
                                                          const course::RuleSet& rules, const rules::Pack* pack,
                                                          const std::vector<statement::Statement>& statements,
                                                          const std::vector<statement::StatusEntry>& status);

}  // namespace restage::timeline
