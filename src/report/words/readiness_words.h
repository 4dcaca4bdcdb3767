// SPDX-License-Identifier: Apache-2.0
#pragma once
// Words for readiness, the same in every output.
#include <string>
#include <string_view>
#include <vector>

#include "statement/readiness.h"

namespace restage::report {

std::string_view status_text(statement::Readiness readiness) noexcept;
std::string_view verdict_text(statement::PlanVerdict verdict) noexcept;
/// "MRI with gadodiamide for liver on 2024-05-14"
std::string plan_text(const Plan& plan);
/// "metastasis in the liver: not detected on CT of 2024-04-22"
std::string looked_at_text(const statement::LookedAt& looked_at);

/// "emergency first: cord compression: MRI whole spine within 24 h"
std::string emergency_text(const statement::Mechanism& emergency);
/// Reasons and actions of the rules, and what follows from an emergency or from a test that would not change care.
std::vector<std::string> reasons_of(const statement::PlanChoice& choice,
                                    const std::vector<statement::Mechanism>& emergencies);
std::vector<std::string> actions_of(const statement::PlanChoice& choice);

}  // namespace restage::report
