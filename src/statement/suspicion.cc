// SPDX-License-Identifier: Apache-2.0
#include "statement/suspicion.h"

#include <algorithm>
#include <iterator>

namespace restage::statement {
namespace {

constexpr std::string_view kUrgencies[] = {"none", "next_visit", "two_weeks", "same_day", "immediate"};

}  // namespace

std::string_view to_string(Urgency urgency) noexcept { return kUrgencies[static_cast<std::size_t>(urgency)]; }

std::optional<Urgency> parse_urgency(std::string_view text) noexcept {
  const auto* const found = std::find(std::begin(kUrgencies), std::end(kUrgencies), text);
  if (found == std::end(kUrgencies)) return std::nullopt;
  return static_cast<Urgency>(found - std::begin(kUrgencies));
}

std::string_view to_string(SuspicionLabel label) noexcept {
  return label == SuspicionLabel::Suspected ? "suspected" : "not_suspected";
}

}  // namespace restage::statement
