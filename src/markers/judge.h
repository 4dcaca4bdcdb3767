// SPDX-License-Identifier: Apache-2.0
#pragma once
// Judges one series by one rule: is it met, since when, against what. Values are compared exactly; a value below a
// limit of detection is never above a threshold and never in a slope. Pure functions.
#include <optional>
#include <span>

#include "markers/series_rule.h"
#include "statement/markers.h"

namespace restage::markers {

struct Judged {
  statement::MarkerResult result = statement::MarkerResult::NotApplicable;
  bool in_course = false;  ///< what the rule supposes of the course holds at the end of it
  std::optional<Day> day;  ///< of the event, met or pending
  std::optional<Decimal> threshold, reference;
  std::optional<Day> reference_day;
  std::string kind;                                     ///< in place of that of the row; empty: that of the row
  std::vector<const statement::MarkerPoint*> evidence;  ///< the values it rests on
};

/// points: of one series, exact dates, in order. anchor: the day that values count from; needed where the rule has one.
Judged judge(const SeriesRule& rule, std::span<const statement::MarkerPoint> points, std::optional<Day> anchor);

/// Of two rules with one id, the answer that stands: met before pending before not met; earlier before later.
bool stands_before(const Judged& left, const Judged& right);

/// The uncensored values above zero.
std::vector<struct Measured> measured(std::span<const statement::MarkerPoint> points);

}  // namespace restage::markers
