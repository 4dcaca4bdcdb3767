// SPDX-License-Identifier: Apache-2.0
#pragma once
// Which table rows made a derived value: the run's own path followed backwards from the output.
#include <string>
#include <vector>

#include "registry/case.h"

namespace restage::registry {

/// The entries of the path, first to last, whose rows led to the value of the slot.
std::vector<PathEntry> rows_behind(const Outcome& outcome, const Program& program, Slot slot);

/// `table row N` for each of rows_behind, joined by " > "; "default" when no row wrote the value.
std::string rows_behind_text(const Outcome& outcome, const Program& program, Slot slot);

/// Rows of a schema's selection table that accept what the case supplies.
std::vector<std::uint32_t> selection_rows(const CaseInput& input, std::uint32_t schema);

/// For a case with several schemas: the keys that would decide between them, each with the table of its codes.
struct MissingDiscriminator {
  std::string key;
  std::string name;
  std::string table;
  int naaccr_item = 0;
  std::vector<std::pair<std::string, std::string>> codes;  ///< code and meaning
};
std::vector<MissingDiscriminator> missing_discriminators(const CaseInput& input);
/// The keys alone, for schemas that were found already.
std::vector<std::string> missing_keys(const CaseInput& input, const std::vector<std::uint32_t>& schemas);

}  // namespace restage::registry
