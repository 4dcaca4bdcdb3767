// SPDX-License-Identifier: Apache-2.0
#pragma once
// What the words and numbers of a TR or RS row say, in the vocabulary of facts.
// Pure functions.
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/decimal.h"
#include "core/data_issue.h"
#include "core/fact.h"
#include "formats/sdtm/table.h"

namespace restage::sdtm {

/// target, non-target, new or empty, from TUSTRESC or TRGRPID.
std::string_view lesion_role(std::string_view word) noexcept;

/// The cells of one TR row of a lesion.
struct MeasurementCells {
  std::string_view test, number, text, unit;
  bool not_done = false;
};

/// Adds what the row says to the measurement of its lesion and visit. DIAMETER, which repeats the axis that counts,
/// is used only where that axis is not given itself; `is_node` says which one counts.
void read_measurement(const Table& table, const MeasurementCells& cells, bool is_node, LesionMeasurement& into,
                      std::vector<DataIssue>& issues);

/// Which part an OVRLRESP row answers: ct, pet, ca125 or recist; empty: the whole. `combined`: the set holds responses
/// of the marker, of RECIST and of both together.
std::string_view overall_part(std::string_view category, std::string_view subcategory, bool combined) noexcept;

}  // namespace restage::sdtm
