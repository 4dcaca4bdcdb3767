// SPDX-License-Identifier: Apache-2.0
#include "core/check_digit.h"

#include <array>
#include <cstdint>

#include "base/text.h"

namespace restage {
namespace {

/// Verhoeff's scheme: multiplication in the dihedral group D5, and the powers of one permutation.
constexpr std::uint8_t multiply(std::uint8_t left, std::uint8_t right) noexcept {
  const bool left_flip = left >= 5;
  const bool right_flip = right >= 5;
  const int a = left % 5;
  const int b = right % 5;
  const int turn = left_flip ? (a - b + 5) % 5 : (a + b) % 5;
  return static_cast<std::uint8_t>(turn + (left_flip != right_flip ? 5 : 0));
}
constexpr std::array<std::uint8_t, 10> kPermutation = {1, 5, 7, 6, 2, 8, 3, 0, 9, 4};

}  // namespace

bool is_snomed_code(std::string_view code) noexcept {
  if (code.size() < 6 || code.size() > 18 || code.front() == '0' || !text::is_all_digits(code)) return false;
  std::uint8_t check = 0;
  for (std::size_t i = 0; i < code.size(); ++i) {
    auto digit = static_cast<std::uint8_t>(code[code.size() - 1 - i] - '0');
    for (std::size_t turn = 0; turn < i % 8; ++turn) digit = kPermutation[digit];
    check = multiply(check, digit);
  }
  return check == 0;
}

bool is_loinc_code(std::string_view code) noexcept {
  const std::size_t hyphen = code.find('-');
  if (hyphen == std::string_view::npos || hyphen == 0 || hyphen + 2 != code.size()) return false;
  const std::string_view digits = code.substr(0, hyphen);
  if (!text::is_all_digits(digits) || !text::is_digit(code.back())) return false;
  int sum = 0;
  for (std::size_t i = 0; i < digits.size(); ++i) {
    int digit = digits[digits.size() - 1 - i] - '0';
    if (i % 2 == 0) digit = digit * 2 > 9 ? digit * 2 - 9 : digit * 2;
    sum += digit;
  }
  return (10 - sum % 10) % 10 == code.back() - '0';
}

}  // namespace restage
