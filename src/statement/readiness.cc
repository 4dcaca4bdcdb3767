// SPDX-License-Identifier: Apache-2.0
#include "statement/readiness.h"

#include <algorithm>
#include <iterator>

namespace restage::statement {
namespace {

constexpr std::string_view kReadiness[] = {"proposed", "provisional", "final", "not_applicable"};
constexpr std::string_view kVerdicts[] = {"ok", "note", "timing", "warn", "ask", "block"};

}  // namespace

std::string_view to_string(Readiness readiness) noexcept { return kReadiness[static_cast<std::size_t>(readiness)]; }

std::string_view to_string(PlanVerdict verdict) noexcept { return kVerdicts[static_cast<std::size_t>(verdict)]; }

std::optional<PlanVerdict> parse_plan_verdict(std::string_view text) noexcept {
  const auto* const found = std::find(std::begin(kVerdicts), std::end(kVerdicts), text);
  if (found == std::end(kVerdicts)) return std::nullopt;
  return static_cast<PlanVerdict>(found - std::begin(kVerdicts));
}

}  // namespace restage::statement
