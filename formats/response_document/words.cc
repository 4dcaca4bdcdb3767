// SPDX-License-Identifier: Apache-2.0
#include "formats/response_document/reader.h"

#include <array>

namespace restage::response_document {
namespace {

using State = LesionMeasurement::State;

struct StateWord {
  std::string_view word;
  State state;
};
constexpr std::array kStates = {
    StateWord{"measured", State::Measured},
    StateWord{"absent", State::Absent},
    StateWord{"disappeared", State::Absent},
    StateWord{"gone", State::Absent},
    StateWord{"resolved", State::Absent},
    StateWord{"too small", State::TooSmall},
    StateWord{"too small to measure", State::TooSmall},
    StateWord{"tstm", State::TooSmall},
    StateWord{"not assessed", State::NotAssessed},
    StateWord{"not done", State::NotAssessed},
    StateWord{"missing", State::NotAssessed},
    StateWord{"not evaluable", State::NotEvaluable},
    StateWord{"ne", State::NotEvaluable},
    StateWord{"merged", State::Merged},
    StateWord{"coalesced", State::Merged},
    StateWord{"present", State::Present},
    StateWord{"stable", State::Present},
    StateWord{"unequivocal", State::Unequivocal},
    StateWord{"unequivocal progression", State::Unequivocal},
    StateWord{"progression", State::Unequivocal},
    StateWord{"progressed", State::Unequivocal},
    StateWord{"pd", State::Unequivocal},
    StateWord{"equivocal", State::Equivocal},
};

struct RoleWord {
  std::string_view word;
  std::string_view role;
};
constexpr std::array kRoles = {
    RoleWord{"target", "target"}, RoleWord{"non-target", "non-target"}, RoleWord{"nontarget", "non-target"},
    RoleWord{"new", "new"},       RoleWord{"new-target", "new"},        RoleWord{"new-non-target", "new"},
};

}  // namespace

State measurement_state(std::string_view word, bool& known) noexcept {
  known = true;
  for (const StateWord& entry : kStates)
    if (same_name(entry.word, word)) return entry.state;
  known = false;
  return State::Measured;
}

std::string_view lesion_role(std::string_view word, bool& known) noexcept {
  known = true;
  for (const RoleWord& entry : kRoles)
    if (same_name(entry.word, word)) return entry.role;
  known = false;
  return {};
}

}  // namespace restage::response_document
