// SPDX-License-Identifier: Apache-2.0
#include "markers/kinetics.h"

#include <cmath>
#include <numbers>

namespace restage::markers {
namespace {

constexpr double kMonthDays = 30.4375;

/// Four decimals; nullopt where the number is none or does not fit.
std::optional<Decimal> four_decimals(double number) {
  if (!std::isfinite(number)) return std::nullopt;
  const auto exact = Decimal::nearest(number);
  return exact ? std::optional(exact->rounded_to(Decimal::of(1, 4))) : std::nullopt;
}

}  // namespace

std::optional<double> signed_doubling_days(std::span<const Measured> points) {
  double n = 0, sum_t = 0, sum_y = 0, sum_tt = 0, sum_ty = 0;
  const Day first = points.empty() ? 0 : points.front().day;
  for (const Measured& point : points) {
    if (point.value.digits() <= 0) continue;
    const double t = point.day - first, y = std::log(point.value.to_double());
    n += 1;
    sum_t += t;
    sum_y += y;
    sum_tt += t * t;
    sum_ty += t * y;
  }
  const double spread = n * sum_tt - sum_t * sum_t;
  if (n < 2 || spread <= 0) return std::nullopt;
  const double slope = (n * sum_ty - sum_t * sum_y) / spread;
  // Equal values give a slope of rounding alone.
  constexpr double kFlat = 1e-12;
  if (std::abs(slope) < kFlat) return std::nullopt;
  return std::numbers::ln2 / slope;
}

std::optional<Decimal> doubling_days(std::span<const Measured> points) {
  const auto days = signed_doubling_days(points);
  return days && *days > 0 ? four_decimals(*days) : std::nullopt;
}

std::optional<Decimal> half_life_days(std::span<const Measured> points) {
  const auto days = signed_doubling_days(points);
  return days && *days < 0 ? four_decimals(-*days) : std::nullopt;
}

std::optional<Decimal> months_of(const Decimal& days) { return four_decimals(days.to_double() / kMonthDays); }

std::optional<Decimal> value_after(const Decimal& start, const Decimal& days, const Decimal& half_life_days) {
  if (half_life_days.digits() <= 0) return std::nullopt;
  return four_decimals(start.to_double() * std::exp2(-days.to_double() / half_life_days.to_double()));
}

std::optional<Decimal> days_until(const Decimal& start, const Decimal& target, const Decimal& half_life_days) {
  if (start.digits() <= 0 || target.digits() <= 0 || half_life_days.digits() <= 0) return std::nullopt;
  return four_decimals(half_life_days.to_double() * std::log2(start.to_double() / target.to_double()));
}

}  // namespace restage::markers
