// SPDX-License-Identifier: Apache-2.0
#pragma once
// Which unknown inputs matter for a result, and what each of them would decide.
#include <cstdint>
#include <span>
#include <vector>

#include "rules/run/result_search.h"

namespace restage::rules {

struct Materiality {
  std::vector<std::size_t> missing;     ///< unknown inputs that can change the output
  std::vector<std::size_t> immaterial;  ///< unknown inputs that a table asks for and that cannot change it
};

/// asked: as the run of the question says. runs: of the output, or nullptr where the result is settled, so that
/// nothing unknown matters.
Materiality find_material(ResultSearch* runs, const RunInput& input, const std::vector<bool>& asked);

/// The strongest first: fewest results left on average. asked: as above; whole: the set that the run left possible.
std::vector<Decider> find_deciders(ResultSearch& search, const RunInput& input, const std::vector<bool>& asked,
                                   std::uint32_t whole);

/// An unknown input, its values as groups_of_values() gives them, and for each group what it leaves possible.
struct TriedInput {
  std::size_t node = 0;
  const std::vector<std::vector<Value>>* groups = nullptr;
  std::vector<std::uint32_t> sets;  ///< numbers of sets of the search
};
/// The part of find_deciders() behind the questions. `whole`: what is possible as long as nothing more is known.
std::vector<Decider> rank_deciders(const Program& program, const ResultSearch& search, std::size_t output,
                                   std::uint32_t whole, std::span<const TriedInput> tried);

/// The classes of a value in every column, and whether it sets a table in play: values alike in this are one to all
/// tables.
std::vector<std::uint32_t> what_tables_see(const Program& program, std::size_t node, Value value);

/// Values that an unknown or coarse input may take, those that every table treats alike in one group.
std::vector<std::vector<Value>> groups_of_values(const Program& program, std::size_t node, Value current);

}  // namespace restage::rules
