// SPDX-License-Identifier: Apache-2.0
#include "core/named_values.h"

#include "base/text.h"

namespace restage {
namespace {

bool is_filler(char c) noexcept { return c == ' ' || c == '-' || c == '_' || c == '.'; }

}  // namespace

bool same_name(std::string_view left, std::string_view right) noexcept {
  std::size_t i = 0;
  std::size_t j = 0;
  for (;;) {
    while (i < left.size() && is_filler(left[i])) ++i;
    while (j < right.size() && is_filler(right[j])) ++j;
    if (i == left.size() || j == right.size()) return i == left.size() && j == right.size();
    if (text::lower(left[i++]) != text::lower(right[j++])) return false;
  }
}

const std::string* find_value(const NamedValues& values, std::string_view name) noexcept {
  for (const auto& [key, value] : values)
    if (!value.empty() && same_name(key, name)) return &value;
  return nullptr;
}

}  // namespace restage
