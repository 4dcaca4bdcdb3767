// SPDX-License-Identifier: Apache-2.0
#pragma once
// Matching a table against a context of ids. kExtras: some id may be a text of the case without classes.
#include <span>

#include "registry/case.h"

namespace restage::registry {

/// The exact row scan with texts: for tables with open references and for texts without an id. Columns for
/// which `use_column` is empty or true are tested.
rules::RowIndex scan_rows(const TableProgram& table, const CaseInput& input, std::span<const ValueId> context);

/// Does the cell accept the value? References are looked up in the context.
bool cell_accepts(const CompiledCell& cell, ValueId value, const CaseInput& input, std::span<const ValueId> context);

template <bool kExtras>
inline rules::RowIndex match_table(const Program& program, const TableProgram& table, const CaseInput& input, const ValueId* context) {
  if (table.dense != nullptr) [[likely]] {
    std::uint32_t index = 0;
    bool fits = true;
    for (const ColumnRef& column : table.columns) {
      const ValueId value = context[column.slot];
      if constexpr (kExtras) {
        if (value >= program.dictionary.size()) {
          fits = false;
          break;
        }
      }
      index += column.classes[value] * column.stride;
    }
    if (fits) {
      const std::uint16_t row = table.dense[index];
      return row == 0xFFFF ? rules::kNoRow : row;
    }
  } else if (!table.is_dynamic) {
    rules::ClassId classes[64];
    bool fits = table.columns.size() <= 64;
    for (std::size_t i = 0; fits && i < table.columns.size(); ++i) {
      const ValueId value = context[table.columns[i].slot];
      fits = !kExtras || value < program.dictionary.size();
      if (fits) classes[i] = table.columns[i].classes[value];
    }
    if (fits) return table.lookup.first_match({classes, table.columns.size()});
  }
  return scan_rows(table, input, {context, program.keys.size()});
}

}  // namespace restage::registry
