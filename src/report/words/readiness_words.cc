// SPDX-License-Identifier: Apache-2.0
#include "report/words/readiness_words.h"

#include <fmt/format.h>

#include "base/text.h"

namespace restage::report {
namespace {

constexpr std::string_view kStatus[] = {"Proposed: nothing is missing, signed by nobody",
                                        "Provisional: something that is needed is missing",
                                        "Final: nothing is missing, and it is signed", "Not staged by TNM"};
constexpr std::string_view kVerdicts[] = {"ok", "note", "timing", "warning", "ask first", "not this way"};

}  // namespace

std::string_view status_text(statement::Readiness readiness) noexcept {
  return kStatus[static_cast<std::size_t>(readiness)];
}

std::string_view verdict_text(statement::PlanVerdict verdict) noexcept {
  return kVerdicts[static_cast<std::size_t>(verdict)];
}

std::string plan_text(const Plan& plan) {
  std::string text = plan.modality;
  for (const std::string* part : {&plan.name, &plan.kind})
    if (text.empty()) text = *part;
  if (!plan.contrast.empty()) text += ", contrast " + plan.contrast;
  if (!plan.purpose.empty()) text += ", for " + plan.purpose;
  if (plan.day.is_known()) text += ", on " + plan.day.text();
  return text;
}

std::string looked_at_text(const statement::LookedAt& looked_at) {
  std::string text = looked_at.what;
  if (!looked_at.organ.empty()) text += ", " + looked_at.organ;
  const std::string modality = looked_at.modality.empty() ? "the examination" : looked_at.modality;
  return fmt::format("{}: not detected on {} of {}", text, modality, looked_at.date.text());
}

std::string emergency_text(const statement::Mechanism& emergency) {
  return fmt::format("emergency first: {}: {}", emergency.name, text::join(emergency.first_test, "; "));
}

std::vector<std::string> reasons_of(const statement::PlanChoice& choice,
                                    const std::vector<statement::Mechanism>& emergencies) {
  std::vector<std::string> reasons;
  if (choice.deferred)
    for (const statement::Mechanism& emergency : emergencies) reasons.push_back(emergency_text(emergency));
  for (const std::string& why : choice.not_recommended)
    reasons.push_back("not recommended, it would not change care: " + why);
  reasons.insert(reasons.end(), choice.reasons.begin(), choice.reasons.end());
  return reasons;
}

std::vector<std::string> actions_of(const statement::PlanChoice& choice) {
  std::vector<std::string> actions;
  if (choice.deferred) actions.emplace_back("defer it until the emergency is settled: deferred, not missed");
  actions.insert(actions.end(), choice.actions.begin(), choice.actions.end());
  return actions;
}

}  // namespace restage::report
