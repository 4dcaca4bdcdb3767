// SPDX-License-Identifier: Apache-2.0
#pragma once
// Words for readiness, the same in every output.
#include <string>
#include <string_view>

#include "statement/readiness.h"

namespace restage::report {

std::string_view status_text(statement::Readiness readiness) noexcept;
std::string_view verdict_text(statement::PlanVerdict verdict) noexcept;
/// "MRI with gadodiamide for liver on 2024-05-14"
std::string plan_text(const Plan& plan);
/// "metastasis in the liver: not detected on CT of 2024-04-22"
std::string looked_at_text(const statement::LookedAt& looked_at);

}  // namespace restage::report
