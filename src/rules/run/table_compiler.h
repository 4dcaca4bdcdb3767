// SPDX-License-Identifier: Apache-2.0
#pragma once
// Compiles the rows of one table of a pack onto a CompiledTable: sections for rows that name coarse values,
// then the rows themselves; values of each column that all rows treat alike become one class.
#include <span>

#include "rules/run/program.h"

namespace restage::rules {

/// Fills table, columns (their nodes are set by the caller) and origin.
void compile_rows(TableStep& step, std::span<const Node> nodes);

}  // namespace restage::rules
