// SPDX-License-Identifier: Apache-2.0
#pragma once
// Then and now: what is different since the diagnosis: categories, sites of disease, biology. Specimens are never
// overwritten: a marker is compared between its first and its latest specimen and both are named.
#include <optional>
#include <vector>

#include "timeline/calendar.h"
#include "timeline/statement.h"

namespace restage::timeline {

std::optional<ThenAndNow> compare_then_and_now(const Calendar& calendar, const std::vector<Statement>& statements,
                                               const std::vector<StatusEntry>& status);

}  // namespace restage::timeline
