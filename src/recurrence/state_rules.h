// SPDX-License-Identifier: Apache-2.0
#pragma once
// StateRules: which state follows which event, by the transition table of packs/recurrence/status. Answers are
// remembered. Not thread-safe: one a thread. The library must outlive it.
#include <array>
#include <cstdint>
#include <optional>

#include "base/result.h"
#include "course/disease_event.h"
#include "rules/run/pack_library.h"
#include "statement/state.h"

namespace restage::recurrence {

/// What the record contradicts by the order of its events.
enum class SequenceProblem : std::uint8_t { None, RecurrenceWithoutDiseaseFreeState, ProgressionAfterDiseaseFreeState };

struct Transition {
  statement::State next = statement::State::None;  ///< None: the event changes nothing
  SequenceProblem problem = SequenceProblem::None;
};

class StateRules {
 public:
  static Result<StateRules> load(const rules::PackLibrary& library);
  /// State::None: before any diagnosis.
  const Transition& transition(statement::State state, course::StateEvent event) const;

 private:
  static constexpr std::size_t kStates = 8;
  static constexpr std::size_t kEvents = static_cast<std::size_t>(course::StateEvent::None);
  const rules::Pack* pack_ = nullptr;
  mutable std::array<std::array<std::optional<Transition>, kEvents>, kStates> known_;
};

}  // namespace restage::recurrence
