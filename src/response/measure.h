// SPDX-License-Identifier: Apache-2.0
#pragma once
// Measure: the part of a criterion that is C++: it turns a series into the calls of every visit. Which measure
// a criterion uses stands in its criterion.toml; limits and combinations are read from its folder.
#include <initializer_list>
#include <string>
#include <string_view>

#include "response/criterion.h"
#include "response/series.h"
#include "statement/response.h"

namespace restage::response {

struct MeasureContext {
  Series& series;
  const Criterion& criterion;
  const Policy& policy;
};

/// Fills visits, baseline sum and values of the result; best response and endpoints come after.
using Measure = void (*)(const MeasureContext&, statement::ResponseResult&);

/// nullptr when the program has no measure of that name.
Measure find_measure(std::string_view name) noexcept;

/// The criterion's spelling of a response as given; the text itself when it is not one of them.
std::string spelling(const Criterion& criterion, std::string_view response);
/// True for empty, none, NA, n/a and not applicable: there is nothing to call.
bool is_not_applicable(std::string_view call) noexcept;
/// yes, no, unknown, equivocal, or empty when nothing is said.
std::string_view new_lesion_word(std::string_view given) noexcept;
/// 100 * (value - from) / from, rounded for display; nullopt when from is zero.
std::optional<Decimal> percent_change(const Decimal& value, const Decimal& from, int decimals) noexcept;
/// value <= reference * ratio, and value >= reference * ratio, exact.
bool at_most(const Decimal& value, const Decimal& reference, const Decimal& ratio) noexcept;
bool at_least(const Decimal& value, const Decimal& reference, const Decimal& ratio) noexcept;
/// Sum and difference of measured values, which are far from the limits of Decimal.
Decimal add(const Decimal& left, const Decimal& right) noexcept;
Decimal subtract(const Decimal& left, const Decimal& right) noexcept;
/// A visit's result with id and date; calls still empty.
statement::VisitResult start_visit(const MeasureContext& context, std::size_t visit);
/// Calls of the visit's overall response through a table; the row becomes a rule of the visit. Empty when no
/// row accepts.
std::string combine(const MeasureContext& context, std::string_view table,
                    std::initializer_list<std::string_view> values, statement::VisitResult& result);
/// A decimal among the visit's components; nullopt when absent, an issue when it is not a number.
std::optional<Decimal> component_number(const ResponseVisit& visit, std::string_view name,
                                        statement::VisitResult& result, const Series& series);
/// The lab of a name (aliases allowed) at a visit; nullptr when not given.
const ResponseLab* find_lab(const ResponseVisit& visit, std::initializer_list<std::string_view> names) noexcept;

}  // namespace restage::response
