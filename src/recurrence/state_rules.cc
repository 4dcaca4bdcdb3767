// SPDX-License-Identifier: Apache-2.0
#include "recurrence/state_rules.h"

#include <string_view>

#include "base/result.h"

namespace restage::recurrence {
namespace {

constexpr std::string_view kEventNames[] = {"treatment",
                                            "disease-free",
                                            "complete-response",
                                            "remaining",
                                            "remaining-after-treatment",
                                            "recurrence",
                                            "progression",
                                            "new-disease",
                                            "proven",
                                            "proven-after-treatment",
                                            "persistent-by-definition",
                                            "biochemical"};

statement::State parse_state(std::string_view text) {
  for (const statement::State state :
       {statement::State::AtDiagnosis, statement::State::UnderTreatment, statement::State::NoEvidenceOfDisease,
        statement::State::BiochemicalRecurrence, statement::State::Persistent, statement::State::Progressive,
        statement::State::Recurrent})
    if (to_string(state) == text) return state;
  return statement::State::None;
}

SequenceProblem parse_problem(std::string_view text) {
  if (text == "recurrence-without-disease-free-state") return SequenceProblem::RecurrenceWithoutDiseaseFreeState;
  if (text == "progression-named-after-disease-free-state") return SequenceProblem::ProgressionAfterDiseaseFreeState;
  return SequenceProblem::None;
}

}  // namespace

Result<StateRules> StateRules::load(const rules::PackLibrary& library) {
  constexpr const char* kPack = "timeline-status";
  const Result<const rules::Pack*> pack = library.by_id(kPack);
  if (!pack) return pack.error();
  if (*pack == nullptr)
    return Error{ErrorCode::NotFound, "this pack is missing from the library; packs/recurrence must be present", kPack};
  StateRules rules;
  rules.pack_ = *pack;
  return rules;
}

const Transition& StateRules::transition(statement::State state, course::StateEvent event) const {
  RESTAGE_ASSERT(event != course::StateEvent::None);
  std::optional<Transition>& known = known_[static_cast<std::size_t>(state)][static_cast<std::size_t>(event)];
  if (known) return *known;
  const rules::GivenInput given[] = {{"state", state == statement::State::None ? "no_diagnosis" : to_string(state)},
                                     {"event", kEventNames[static_cast<std::size_t>(event)]}};
  const rules::Evaluation result = pack_->evaluate("c", given, rules::Pack::Start::Findings);
  known = Transition{parse_state(result.single("next")), parse_problem(result.single("problem"))};
  return *known;
}

}  // namespace restage::recurrence
