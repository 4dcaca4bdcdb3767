// SPDX-License-Identifier: Apache-2.0
#pragma once
// Which table rows made a derived value: the run's own path followed backwards from the output.
#include <compare>
#include <cstdint>
#include <string>
#include <vector>

#include "registry/run/case.h"

namespace restage::registry {

/// A row of a table, told apart from an algorithm that is no longer at hand.
struct RowPlace {
  std::string table;
  std::uint32_t row = 0;  ///< from 1
  auto operator<=>(const RowPlace&) const = default;
};

/// The entries of the path, first to last, whose rows led to the value of the slot.
std::vector<PathEntry> rows_behind(const Outcome& outcome, const AlgorithmProgram& program, Slot slot);

/// The same as places; none when no row wrote the value, which is then a default.
std::vector<RowPlace> row_places(const Outcome& outcome, const AlgorithmProgram& program, Slot slot);

}  // namespace restage::registry
