// SPDX-License-Identifier: Apache-2.0
#pragma once
// Matching a table against a context of ids. kExtras: some id may be a text of the case without classes.
#include <span>

#include "registry/run/case.h"

namespace restage::registry {

/// The exact row scan with texts: for tables with open references and for texts without an id. Columns for
/// which `use_column` is empty or true are tested.
rules::RowIndex scan_rows(const TableProgram& table, const CaseInput& input, std::span<const ValueId> context);

/// Does the cell accept the value? References are looked up in the context.
bool cell_accepts(const CompiledCell& cell, ValueId value, const CaseInput& input, std::span<const ValueId> context);

/// The general way, for tables without a fast lookup and for texts of the case.
template <bool kExtras>
rules::RowIndex match_generally(const AlgorithmProgram& program, std::uint32_t table_number, const CaseInput& input,
                                const ValueId* context) {
  const TableProgram& table = program.tables[table_number];
  if (program.hot.tables[table_number].dense == kNone && !table.is_dynamic) {
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

/// The row, or the table's row_count when none matches.
template <bool kExtras>
inline rules::RowIndex row_of(const AlgorithmProgram& program, std::uint32_t table_number, const CaseInput& input,
                              const ValueId* context) {
  const HotProgram& hot = program.hot;
  const HotTable& table = hot.tables[table_number];
  const auto generally = [&] {
    const rules::RowIndex row = match_generally<kExtras>(program, table_number, input, context);
    return row == rules::kNoRow ? table.row_count : row;
  };
  if (table.dense == kNone) [[unlikely]]
    return generally();
  const std::uint8_t* const classes = hot.classes.data();
  const HotColumn* column = hot.columns.data() + table.first_column;
  std::uint32_t index = table.dense;
  for (const HotColumn* const end = column + table.column_count; column != end; ++column) {
    const ValueId value = context[column->slot];
    if constexpr (kExtras) {
      if (value >= program.dictionary.size()) return generally();
    }
    index += classes[column->classes + value] * column->stride;
  }
  return hot.dense[index];
}

template <bool kExtras>
inline bool matches(const AlgorithmProgram& program, std::uint32_t table, const CaseInput& input,
                    const ValueId* context) {
  return row_of<kExtras>(program, table, input, context) != program.hot.tables[table].row_count;
}

}  // namespace restage::registry
