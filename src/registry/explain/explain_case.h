// SPDX-License-Identifier: Apache-2.0
#pragma once
// A staged case in words: what was read, what was derived and by which rows, what is wrong.
#include <string>
#include <vector>

#include "registry/run/case.h"

namespace restage::registry {

/// The meaning of a code in an input's or output's table, on one line; empty when there is none.
std::string meaning_of_code(const AlgorithmDefinition& algorithm, const FieldDefinition& field, std::string_view code);

/// `wanted`: by slot, the outputs asked for; empty: all. Errors that cannot touch them are left out.
std::string explain_case(const std::string& name, const Outcome& outcome, const CaseInput& input,
                         const std::vector<bool>& wanted);

}  // namespace restage::registry
