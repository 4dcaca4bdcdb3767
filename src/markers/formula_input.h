// SPDX-License-Identifier: Apache-2.0
#pragma once
// The input of a formula as what the marker engine takes: a series, and the circumstances that a course would give.
// Internal to formula.cc. Pure functions.
#include <string_view>
#include <vector>

#include "base/json_view.h"
#include "markers/rule_book.h"

namespace restage::markers {

/// A number, or a text as laboratories write it: "<0.01".
statement::MarkerPoint point_of(const PartialDate& date, const Json& value);

/// `series` ([[date, value]] or objects), after the values that stand before it: `baseline` or `pretreatment` on the
/// day treatment starts (or `pretreatment_date`), `preoperative` before the operation. In the unit of the analyte.
statement::MarkerSeries series_of(const RuleBook& rules, const Json& input, std::string_view analyte);

/// The anchor on `treatment_end` or `start`, else on the day before the first value.
Circumstances circumstances_of(const Json& input, std::string_view anchor);

/// Two values on two days, counted from the first of them.
struct Pair {
  statement::MarkerSeries series;
  Circumstances given;
};
Pair pair_of(const RuleBook& rules, std::string_view analyte, const Decimal& first, const Decimal& second,
             std::string_view anchor);

/// Labs with units and assays, as the series of a course.
std::vector<statement::MarkerSeries> several_series_of(const RuleBook& rules, const Json& input);

/// not_applicable where there is no such rule.
statement::MarkerRule ask_rule(const RuleBook& rules, const statement::MarkerSeries& series, const Circumstances& given,
                               std::string_view id);

}  // namespace restage::markers
