// SPDX-License-Identifier: Apache-2.0
#pragma once
// Lengths of time as the cells of follow-up packs write them, and their exact arithmetic: "6" months, "12w" weeks, "2d"
// days; windows "3..6", "..6" (no least), "24.." (no most), "6" (both). Months are added by the calendar from the first
// day, never step by step; a day past the end of a month becomes its last day. Pure functions.
#include <string_view>

#include "base/result.h"
#include "statement/followup.h"

namespace restage::followup {

using statement::TimeLength;
using statement::TimeWindow;

Day after(Day day, const TimeLength& length) noexcept;

/// An empty cell is an empty window.
Result<TimeWindow> parse_window(std::string_view cell);
Result<TimeLength> parse_length(std::string_view cell);

}  // namespace restage::followup
