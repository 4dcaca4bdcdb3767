// SPDX-License-Identifier: Apache-2.0
#pragma once
// Decimal: an exact decimal number, for every measured value that meets a threshold.
//
// A value is digits * 10^-scale with scale 0..9 and |digits| < 10^18, kept in lowest terms, so equal numbers
// are equal objects. Nothing here rounds silently: text with more digits than fit is refused, arithmetic that
// could leave the range returns nullopt. Comparison is exact (128-bit cross multiplication). Thread-safe value.
#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace restage {

class Decimal {
 public:
  constexpr Decimal() = default;
  /// digits * 10^-scale; scale 0..9.
  static Decimal of(std::int64_t digits, int scale = 0) noexcept;
  /// Optional sign, digits, at most one point with digits on at least one side. No exponent, no blanks.
  static std::optional<Decimal> parse(std::string_view text) noexcept;

  /// The shortest decimal that reads back as this double, which is what was written for up to 15 digits; with more
  /// than nine decimals it is rounded to nine. nullopt when it does not fit.
  static std::optional<Decimal> nearest(double number) noexcept;

  std::int64_t digits() const noexcept { return digits_; }
  int scale() const noexcept { return scale_; }
  bool is_negative() const noexcept { return digits_ < 0; }
  bool is_zero() const noexcept { return digits_ == 0; }
  bool is_integer() const noexcept { return scale_ == 0; }

  friend std::strong_ordering operator<=>(const Decimal& left, const Decimal& right) noexcept;
  friend bool operator==(const Decimal& left, const Decimal& right) noexcept {
    return left.digits_ == right.digits_ && left.scale_ == right.scale_;
  }

  std::optional<Decimal> plus(const Decimal& other) const noexcept;
  std::optional<Decimal> minus(const Decimal& other) const noexcept;
  std::optional<Decimal> times(const Decimal& other) const noexcept;
  /// Rounded half up (away from zero for negatives) to a multiple of step; step > 0.
  Decimal rounded_to(const Decimal& step) const noexcept;
  /// Quotient rounded half away from zero to `decimals` places; nullopt on division by zero or overflow.
  std::optional<Decimal> divided_by(const Decimal& other, int decimals) const noexcept;

  double to_double() const noexcept;  ///< for drawing only, never for a decision
  std::string text() const;           ///< shortest exact form: "20.4", "-3", "0.05"

 private:
  std::int64_t digits_ = 0;
  std::int32_t scale_ = 0;
};

}  // namespace restage
