// SPDX-License-Identifier: Apache-2.0
#include "statement/followup.h"

namespace restage::statement {

double TimeLength::months() const noexcept {
  constexpr double kDaysPerMonth = 30.4375;
  if (unit == Unit::Months) return amount;
  return (unit == Unit::Weeks ? 7.0 : 1.0) * amount / kDaysPerMonth;
}

std::string_view to_string(Trust trust) noexcept {
  static constexpr std::string_view kWords[] = {"verified", "restated", "unverified"};
  return kWords[static_cast<std::size_t>(trust)];
}

std::string_view to_string(DueStatus status) noexcept {
  static constexpr std::string_view kWords[] = {"not_yet", "due", "overdue"};
  return kWords[static_cast<std::size_t>(status)];
}

}  // namespace restage::statement
