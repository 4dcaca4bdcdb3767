// SPDX-License-Identifier: Apache-2.0
#pragma once
// What can be said of one compiled table without a case: rows that nothing reaches, overlaps that conflict,
// gaps with an example, and bare values whose members fall through.
#include <vector>

#include "rules/run/program.h"

namespace restage::rules {

void check_table(const Program& program, const TableStep& step, std::vector<PackProblem>& problems);

}  // namespace restage::rules
