// SPDX-License-Identifier: Apache-2.0
#pragma once
// Numbers of an Outcome to text, on demand.
#include <string>

#include "registry/run/case.h"
#include "registry/run/result.h"

namespace restage::registry {

ErrorText error_text(const ErrorRecord& error, const Outcome& outcome, const CaseInput& input);
/// `mapping.table`, or the table alone when the mapping has no id.
std::string path_text(const PathEntry& entry, const AlgorithmProgram& program);
StagedText staged_text(const Outcome& outcome, const CaseInput& input);

}  // namespace restage::registry
