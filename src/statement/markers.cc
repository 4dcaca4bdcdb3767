// SPDX-License-Identifier: Apache-2.0
#include "statement/markers.h"

namespace restage::statement {

std::string_view to_string(MarkerResult result) noexcept {
  switch (result) {
    case MarkerResult::NotApplicable:
      return "not_applicable";
    case MarkerResult::No:
      return "no";
    case MarkerResult::Pending:
      return "pending";
    case MarkerResult::Yes:
      return "yes";
  }
  return {};
}

}  // namespace restage::statement
