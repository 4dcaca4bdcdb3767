// SPDX-License-Identifier: Apache-2.0
#pragma once
// Criteria, policies, comparisons with stored responses and proposed targets, as text for people.
#include <string>
#include <vector>

#include "statement/response_review.h"

namespace restage::report {

std::string criteria_text(const std::vector<statement::CriterionName>& criteria);
std::string policies_text(const std::vector<statement::PolicyDescription>& policies);
/// Counts by reason, then every disagreement.
std::string comparison_text(const statement::StoredComparison& comparison);
std::string proposal_text(const statement::TargetProposal& proposal);

}  // namespace restage::report
