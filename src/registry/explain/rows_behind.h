// SPDX-License-Identifier: Apache-2.0
#pragma once
// Which table rows made a derived value: the run's own path followed backwards from the output.
#include <string>
#include <vector>

#include "registry/run/case.h"

namespace restage::registry {

/// The entries of the path, first to last, whose rows led to the value of the slot.
std::vector<PathEntry> rows_behind(const Outcome& outcome, const AlgorithmProgram& program, Slot slot);

/// `table row N` for each of rows_behind, joined by " > "; "default" when no row wrote the value.
std::string rows_behind_text(const Outcome& outcome, const AlgorithmProgram& program, Slot slot);

}  // namespace restage::registry
