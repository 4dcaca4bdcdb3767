// SPDX-License-Identifier: Apache-2.0
#pragma once
// Tables with hit policy "sum": every row that accepts adds its points. With open columns the result is the
// set of totals that some choice of classes reaches, exact.
#include <span>
#include <vector>

#include "rules/run/program.h"

namespace restage::rules {

struct SumResult {
  std::vector<Decimal> totals;  ///< sorted, not empty
  std::vector<RowIndex> rows;   ///< rows of the model that add in some choice
};

SumResult reachable_sums(const TableStep& step, std::span<const std::vector<ClassId>> open);

}  // namespace restage::rules
