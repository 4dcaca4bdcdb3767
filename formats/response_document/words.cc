// SPDX-License-Identifier: Apache-2.0
#include "formats/response_document/reader.h"

#include <array>

namespace restage::response_document {
namespace {

using State = ResponseMeasurement::State;
using Role = ResponseLesion::Role;

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
  Role role;
};
constexpr std::array kRoles = {
    RoleWord{"target", Role::Target}, RoleWord{"non-target", Role::NonTarget}, RoleWord{"nontarget", Role::NonTarget},
    RoleWord{"new", Role::New},       RoleWord{"new-target", Role::New},       RoleWord{"new-non-target", Role::New},
};

}  // namespace

State measurement_state(std::string_view word, bool& known) noexcept {
  known = true;
  for (const StateWord& entry : kStates)
    if (same_name(entry.word, word)) return entry.state;
  known = false;
  return State::Unstated;
}

Role lesion_role(std::string_view word, bool& known) noexcept {
  known = true;
  for (const RoleWord& entry : kRoles)
    if (same_name(entry.word, word)) return entry.role;
  known = false;
  return Role::Unstated;
}

}  // namespace restage::response_document
