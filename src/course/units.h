// SPDX-License-Identifier: Apache-2.0
#pragma once
// Units of measurement: one exact table (units.tsv) by which a laboratory value is brought to the unit that a rule is
// written in. Mass and amount of substance go over into each other by the molar mass of the analyte. Pure functions;
// safe to share between threads.
#include <optional>
#include <string_view>

#include "base/decimal.h"

namespace restage::course {

/// The value in the unit wanted; exact, or rounded at the ninth decimal where it has no end. Equal units keep the value
/// as it is. nullopt where the units do not go over into each other: nothing is assumed of a unit that is missing.
std::optional<Decimal> in_unit(const Decimal& value, std::string_view unit, std::string_view wanted,
                               std::string_view analyte);

/// Is it one of the units of the table?
bool is_unit(std::string_view unit);

}  // namespace restage::course
