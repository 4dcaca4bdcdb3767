// SPDX-License-Identifier: Apache-2.0
#pragma once
// Reads a table cell as a unary test on its input. The notation is described in docs/packs.md.
#include <string_view>

#include "base/result.h"
#include "rules/pack/pack_model.h"

namespace restage::rules {

/// The Error message says what is wrong with the cell; the caller adds file, row and column.
Result<Cell> parse_cell(std::string_view text, const InputModel& input);

}  // namespace restage::rules
