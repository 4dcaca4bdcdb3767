// SPDX-License-Identifier: Apache-2.0
#include "rules/pack/system_name.h"

#include "base/text.h"

namespace restage::rules {
namespace {

std::string letters_of(std::string_view name) {
  std::string result;
  for (const char c : name)
    if (text::is_upper(c) || text::is_lower(c) || text::is_digit(c)) result += text::lower(c);
  return result;
}

}  // namespace

std::string system_name(std::string_view system, std::string_view edition) {
  if (letters_of(system) == letters_of(edition)) return std::string(system);
  if (!edition.empty() && text::is_digit(edition.front())) return std::string(system) + " " + std::string(edition);
  if (edition.starts_with(system) && text::is_digit(edition[system.size()]))
    return std::string(system) + " " + std::string(edition.substr(system.size()));
  // IRS-Group of the IRSG names its system itself.
  const bool named = edition.find(system.substr(0, 3)) != std::string_view::npos;
  return named ? std::string(edition) : std::string(system) + " " + std::string(edition);
}

}  // namespace restage::rules
