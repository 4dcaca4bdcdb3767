// SPDX-License-Identifier: Apache-2.0
#pragma once
// Growth and decay of a marker: doubling time, half-life, what they foretell. The only place where values become
// binary numbers, because a logarithm is none that ends; results are decimals of four places and meet limits as those.
// Pure functions. SOURCE: tumor growth by an exponential; a month is 30.4375 days.
#include <optional>
#include <span>

#include "base/decimal.h"
#include "core/partial_date.h"

namespace restage::markers {

struct Measured {
  Day day = 0;
  Decimal value;  ///< above zero counts, others are left out
};

/// ln 2 by the slope of the least-squares line through (day, ln value); of two points the line through both. Negative:
/// a half-life. nullopt: fewer than two days, or no slope.
std::optional<double> signed_doubling_days(std::span<const Measured> points);

/// nullopt where the slope is zero or falls.
std::optional<Decimal> doubling_days(std::span<const Measured> points);
/// nullopt where the slope is zero or rises.
std::optional<Decimal> half_life_days(std::span<const Measured> points);
std::optional<Decimal> months_of(const Decimal& days);

/// start x 0.5^(days / half-life).
std::optional<Decimal> value_after(const Decimal& start, const Decimal& days, const Decimal& half_life_days);
/// Days until start has fallen to target.
std::optional<Decimal> days_until(const Decimal& start, const Decimal& target, const Decimal& half_life_days);

}  // namespace restage::markers
