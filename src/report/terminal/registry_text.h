// SPDX-License-Identifier: Apache-2.0
#pragma once
// Answers of the registry command as text for people: a case, changes between versions, values that move, agreement.
// Pure functions, thread-safe.
#include <string>
#include <string_view>
#include <vector>

#include "core/data_issue.h"
#include "registry/explain/agreement.h"
#include "registry/explain/diff.h"
#include "registry/explain/explain_case.h"
#include "registry/explain/impact.h"

namespace restage::report {

std::string explanation_text(std::string_view name, const registry::CaseExplanation& told);
/// A record that is no case.
std::string unreadable_case_text(const DataIssue& issue);
/// A tumor that no algorithm of its year was coded for.
std::string uncoded_tumor_text(std::string_view name);

std::string changes_text(const registry::AlgorithmDefinition& before, const registry::AlgorithmDefinition& after,
                         const std::vector<registry::Change>& changes);
std::string impact_text(const registry::Impact& impact);
std::string agreement_text(const registry::Agreement& agreement);

}  // namespace restage::report
