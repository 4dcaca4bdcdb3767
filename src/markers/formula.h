// SPDX-License-Identifier: Apache-2.0
#pragma once
// Single questions over given values instead of a course: the same series, rules and arithmetic, with the circumstances
// out of the input. Kinds and keys: docs/markers.md. Pure functions.
#include <string>
#include <string_view>
#include <vector>

#include "base/json_view.h"
#include "markers/rule_book.h"

namespace restage::markers {

std::vector<std::string> formula_kinds();
/// An Error names the kinds there are. What the input leaves open is monostate.
Result<statement::FormulaResult> answer_formula(const RuleBook& rules, std::string_view kind, const Json& input);

}  // namespace restage::markers
