// SPDX-License-Identifier: Apache-2.0
#include "core/stage_status.h"

namespace restage {

std::string_view to_string(StageStatus status) noexcept {
  switch (status) {
    case StageStatus::Determined:
      return "determined";
    case StageStatus::Ambiguous:
      return "ambiguous";
    case StageStatus::Conditional:
      return "conditional";
    case StageStatus::NoGroup:
      return "no_group";
    case StageStatus::NotApplicable:
      return "not_applicable";
    case StageStatus::NoSystem:
      return "no_system";
  }
  return "no_system";
}

}  // namespace restage
