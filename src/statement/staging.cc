// SPDX-License-Identifier: Apache-2.0
#include "statement/staging.h"

namespace restage::statement {

std::string_view to_string(Basis basis) noexcept {
  switch (basis) {
    case Basis::None:
      return "";
    case Basis::Findings:
      return "findings";
    case Basis::Stated:
      return "stated";
    case Basis::Policy:
      return "policy";
  }
  return "";
}

}  // namespace restage::statement
