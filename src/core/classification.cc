// SPDX-License-Identifier: Apache-2.0
#include "core/classification.h"

#include <array>

namespace restage {
namespace {
constexpr std::array<std::string_view, 6> kPrefixes = {"c", "p", "yc", "yp", "r", "a"};
constexpr std::array<std::string_view, 4> kAxes = {"T", "N", "M", "group"};
}  // namespace

std::string_view to_string(Classification classification) noexcept {
  return kPrefixes[static_cast<std::size_t>(classification)];
}

std::optional<Classification> parse_classification(std::string_view text) noexcept {
  for (std::size_t i = 0; i < kPrefixes.size(); ++i)
    if (text == kPrefixes[i]) return static_cast<Classification>(i);
  return std::nullopt;
}

std::string_view to_string(Axis axis) noexcept { return kAxes[static_cast<std::size_t>(axis)]; }

}  // namespace restage
