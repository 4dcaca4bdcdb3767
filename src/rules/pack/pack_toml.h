// SPDX-License-Identifier: Apache-2.0
#pragma once
// Reads pack.toml into a PackModel. The only place of this module that sees the TOML library.
#include <string_view>

#include "rules/pack/pack_model.h"

namespace restage::rules {

/// Fills everything that pack.toml says; mistakes go to model.problems.
void read_pack_toml(std::string_view text, PackModel& model);

/// Reads [[applies]] blocks alone, for choosing packs without loading them.
std::vector<AppliesModel> read_applies(std::string_view text);

}  // namespace restage::rules
