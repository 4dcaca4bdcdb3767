// SPDX-License-Identifier: Apache-2.0
#include "core/fact.h"

#include <array>

namespace restage {
namespace {
constexpr std::array<std::string_view, 10> kMethods = {"unknown", "exam",      "imaging",    "endoscopy", "biopsy",
                                                       "surgery", "pathology", "laboratory", "autopsy",   "patient"};

template <class... Kinds>
bool is_one_of(const Payload& payload) noexcept {
  return (std::holds_alternative<Kinds>(payload) || ...);
}

}  // namespace

bool holds_undated(const Payload& payload) noexcept {
  return is_one_of<Triage, Medication, Condition, Exposure, Plan, Allergy, Implant, Pregnancy, Access>(payload);
}

std::string_view to_string(Method method) noexcept { return kMethods[static_cast<std::size_t>(method)]; }

std::optional<Method> parse_method(std::string_view text) noexcept {
  for (std::size_t i = 0; i < kMethods.size(); ++i)
    if (text == kMethods[i]) return static_cast<Method>(i);
  return std::nullopt;
}

}  // namespace restage
