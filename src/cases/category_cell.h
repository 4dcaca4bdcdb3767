// SPDX-License-Identifier: Apache-2.0
#pragma once
// Reads a T, N or M cell of a table of cases against the categories a pack has.
//
// A cell may carry a prefix (`cT2a`, `ypN1`), suffixes (`(m)`, `(sn)`, `(f)`, `(i+)`), lack the axis letter
// (`2a`) or differ in letter case where only one value can be meant. MX and pM0 do not exist and are refused by
// name. The result is always a value of the pack; nothing is rounded to a neighbour.
#include <optional>
#include <string>
#include <string_view>

#include "base/result.h"
#include "core/classification.h"
#include "rules/pack/pack_model.h"

namespace restage::cases {

struct CategoryCell {
  std::string value;                             ///< as the pack spells it
  std::optional<Classification> classification;  ///< from the prefix; for r and a as written
};

/// axis: 't', 'n' or 'm'. The Error's message says what is wrong, its context what to write instead.
Result<CategoryCell> read_category_cell(char axis, std::string_view text, const rules::InputModel& input);

}  // namespace restage::cases
