// SPDX-License-Identifier: Apache-2.0
#include "base/decimal.h"

#include <array>
#include <charconv>
#include <string_view>

#include "base/result.h"

namespace restage {
namespace {

__extension__ using Wide = __int128;
constexpr int kMaxScale = 9;
constexpr std::int64_t kMaxDigits = 999'999'999'999'999'999;
constexpr std::array<std::int64_t, 19> kPowers = [] {
  std::array<std::int64_t, 19> powers{};
  std::int64_t value = 1;
  for (auto& power : powers) {
    power = value;
    if (value <= kMaxDigits / 10 * 10) value *= 10;
  }
  return powers;
}();

std::optional<Decimal> from_wide(Wide digits, int scale) noexcept {
  while (scale > 0 && digits % 10 == 0) {
    digits /= 10;
    --scale;
  }
  if (scale > kMaxScale || digits > kMaxDigits || digits < -kMaxDigits) return std::nullopt;
  return Decimal::of(static_cast<std::int64_t>(digits), scale);
}

Wide divide_half_away(Wide numerator, Wide denominator) noexcept {
  const bool negative = (numerator < 0) != (denominator < 0);
  if (numerator < 0) numerator = -numerator;
  if (denominator < 0) denominator = -denominator;
  Wide quotient = numerator / denominator;
  if ((numerator % denominator) * 2 >= denominator) ++quotient;
  return negative ? -quotient : quotient;
}

}  // namespace

Decimal Decimal::of(std::int64_t digits, int scale) noexcept {
  RESTAGE_ASSERT(scale >= 0 && scale <= kMaxScale);
  while (scale > 0 && digits % 10 == 0) {
    digits /= 10;
    --scale;
  }
  Decimal result;
  result.digits_ = digits;
  result.scale_ = scale;
  return result;
}

std::optional<Decimal> Decimal::parse(std::string_view text) noexcept {
  bool negative = false;
  if (!text.empty() && (text.front() == '-' || text.front() == '+')) {
    negative = text.front() == '-';
    text.remove_prefix(1);
  }
  Wide digits = 0;
  int scale = 0;
  int seen = 0;
  bool point = false;
  for (const char c : text) {
    if (c == '.' && !point) {
      point = true;
    } else if (c >= '0' && c <= '9') {
      ++seen;
      if (digits > kMaxDigits) return std::nullopt;
      digits = digits * 10 + (c - '0');
      if (point && ++scale > 2 * kMaxScale) return std::nullopt;
    } else {
      return std::nullopt;
    }
  }
  if (seen == 0) return std::nullopt;
  return from_wide(negative ? -digits : digits, scale);
}

std::optional<Decimal> Decimal::nearest(double number) noexcept {
  constexpr std::size_t kDecimals = 9;
  if (!(number > -1e9 && number < 1e9)) return std::nullopt;
  std::array<char, 512> buffer{};  // the longest shortest form of a tiny double has some 340 places
  char* const begin = buffer.data();
  char* const end = begin + buffer.size();
  auto written = std::to_chars(begin, end, number, std::chars_format::fixed);
  const std::string_view text(begin, static_cast<std::size_t>(written.ptr - begin));
  const std::size_t point = text.find('.');
  if (point != std::string_view::npos && text.size() - point - 1 > kDecimals)
    written = std::to_chars(begin, end, number, std::chars_format::fixed, static_cast<int>(kDecimals));
  return parse(std::string_view(begin, static_cast<std::size_t>(written.ptr - begin)));
}

std::strong_ordering operator<=>(const Decimal& left, const Decimal& right) noexcept {
  const Wide a = static_cast<Wide>(left.digits_) * kPowers[static_cast<std::size_t>(right.scale_)];
  const Wide b = static_cast<Wide>(right.digits_) * kPowers[static_cast<std::size_t>(left.scale_)];
  return a < b ? std::strong_ordering::less : a > b ? std::strong_ordering::greater : std::strong_ordering::equal;
}

std::optional<Decimal> Decimal::plus(const Decimal& other) const noexcept {
  const int scale = scale_ > other.scale_ ? scale_ : other.scale_;
  const Wide a = static_cast<Wide>(digits_) * kPowers[static_cast<std::size_t>(scale - scale_)];
  const Wide b = static_cast<Wide>(other.digits_) * kPowers[static_cast<std::size_t>(scale - other.scale_)];
  return from_wide(a + b, scale);
}

std::optional<Decimal> Decimal::minus(const Decimal& other) const noexcept {
  Decimal negated = other;
  negated.digits_ = -negated.digits_;
  return plus(negated);
}

std::optional<Decimal> Decimal::times(const Decimal& other) const noexcept {
  return from_wide(static_cast<Wide>(digits_) * other.digits_, scale_ + other.scale_);
}

Decimal Decimal::rounded_to(const Decimal& step) const noexcept {
  RESTAGE_ASSERT(step.digits_ > 0);
  const Wide numerator = static_cast<Wide>(digits_) * kPowers[static_cast<std::size_t>(step.scale_)];
  const Wide denominator = static_cast<Wide>(step.digits_) * kPowers[static_cast<std::size_t>(scale_)];
  const auto rounded = from_wide(divide_half_away(numerator, denominator) * step.digits_, step.scale_);
  return rounded.value_or(*this);
}

std::optional<Decimal> Decimal::divided_by(const Decimal& other, int decimals) const noexcept {
  if (other.digits_ == 0 || decimals < 0 || decimals > kMaxScale) return std::nullopt;
  const auto up = static_cast<std::size_t>(other.scale_ + decimals);
  if (up >= kPowers.size()) return std::nullopt;
  const Wide numerator = static_cast<Wide>(digits_) * kPowers[up];
  const Wide denominator = static_cast<Wide>(other.digits_) * kPowers[static_cast<std::size_t>(scale_)];
  return from_wide(divide_half_away(numerator, denominator), decimals);
}

double Decimal::to_double() const noexcept {
  return static_cast<double>(digits_) / static_cast<double>(kPowers[static_cast<std::size_t>(scale_)]);
}

std::string Decimal::text() const {
  std::string digits = std::to_string(digits_ < 0 ? -digits_ : digits_);
  const auto scale = static_cast<std::size_t>(scale_);
  if (scale > 0) {
    if (digits.size() <= scale) digits.insert(0, scale + 1 - digits.size(), '0');
    digits.insert(digits.size() - scale, ".");
  }
  return digits_ < 0 ? "-" + digits : digits;
}

}  // namespace restage
