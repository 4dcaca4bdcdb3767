// SPDX-License-Identifier: Apache-2.0
#pragma once
// Criteria, policies, comparisons with stored responses and proposed targets as JSON.
#include <string>
#include <vector>

#include "statement/response_review.h"

namespace restage::report {

/// Documents that end with a line end.
std::string criteria_json(const std::vector<statement::CriterionName>& criteria);
std::string policies_json(const std::string& criterion, const std::vector<statement::PolicyDescription>& policies);
/// An array, without a line end: the member `stored` of a response document.
std::string comparisons_json(const std::vector<statement::StoredComparison>& comparisons);
/// One line.
std::string proposal_json(const statement::TargetProposal& proposal);

}  // namespace restage::report
