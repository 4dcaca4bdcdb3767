// SPDX-License-Identifier: Apache-2.0
#pragma once
// One staged row as a plain value, with its rules and what would decide it.
#include "cases/case_plan.h"
#include "statement/staged_case.h"

namespace restage::service {

/// inputs: those of the row as the pack spells them. result: with its reasons.
statement::StagedCase staged_case(const rules::PackIdentity& pack,
                                  std::vector<std::pair<std::string, std::string>> inputs,
                                  const cases::CaseResult& result);

}  // namespace restage::service
