// SPDX-License-Identifier: Apache-2.0
#include "registry/run/schema_choice.h"

#include <algorithm>
#include <utility>

#include "registry/archive/cell.h"
#include "registry/run/match.h"

namespace restage::registry {
namespace {

// Do all columns whose key was supplied accept the case? With no such column the first row matches.
bool row_accepts(const TableProgram& table, std::uint32_t row, const CaseInput& input) {
  const std::size_t width = table.columns.size();
  for (std::size_t i = 0; i < width; ++i) {
    const std::uint32_t cell = table.cells[row * width + i];
    if (cell == kNone || !input.supplied(table.columns[i].slot)) continue;
    if (!cell_accepts(input.program().cells[cell], input.values()[table.columns[i].slot], input, input.values()))
      return false;
  }
  return true;
}

bool table_accepts(const TableProgram& table, const CaseInput& input) {
  for (std::uint32_t row = 0; row < table.row_count; ++row)
    if (row_accepts(table, row, input)) return true;
  return false;
}

bool code_is_listed(const AlgorithmProgram& program, const char* table_id, std::string_view text) {
  const TableProgram& table = program.tables[program.definition->table_index.at(table_id)];
  return std::any_of(table.cells.begin(), table.cells.end(),
                     [&](std::uint32_t cell) { return cell != kNone && in_code_list(program.cells[cell].cell, text); });
}

void find_by_scan(const CaseInput& input, std::vector<std::uint32_t>& schemas) {
  const AlgorithmProgram& program = input.program();
  for (const auto& [slot, table] : {std::pair{program.site, "primary_site"}, std::pair{program.histology, "histology"}})
    if (input.supplied(slot) && input.values()[slot] != kNull &&
        !code_is_listed(program, table, input.text(input.values()[slot])))
      return;
  for (std::uint32_t i = 0; i < program.schemas.size(); ++i)
    if (program.schemas[i].selection_table != kNone &&
        table_accepts(program.tables[program.schemas[i].selection_table], input))
      schemas.push_back(i);
}

}  // namespace

std::uint32_t find_only_schema(const CaseInput& input) noexcept {
  const AlgorithmProgram& program = input.program();
  const ValueId site = input.values()[program.site];
  const ValueId histology = input.values()[program.histology];
  const std::size_t known = program.dictionary.size();
  if (site <= kBlank || histology <= kBlank || site >= known || histology >= known) return kNone;
  const SelectionIndex& index = program.selection;
  return index.only_schema[index.pair_list[std::size_t{index.site_class[site]} * index.histology_classes +
                                           index.histology_class[histology]]];
}

void find_schemas(const CaseInput& input, std::vector<std::uint32_t>& schemas) {
  schemas.clear();
  const AlgorithmProgram& program = input.program();
  const ValueId site = input.values()[program.site];
  const ValueId histology = input.values()[program.histology];
  if (site <= kNull && histology <= kNull) return;
  if (site <= kBlank || histology <= kBlank) {
    for (const Slot slot : input.order())
      if (slot != kNoSlot && slot != program.site && slot != program.histology && input.values()[slot] > kBlank) return;
    find_by_scan(input, schemas);
    return;
  }
  const std::size_t known = program.dictionary.size();
  if (site >= known || histology >= known) {
    find_by_scan(input, schemas);
    return;
  }
  const SelectionIndex& index = program.selection;
  const std::uint32_t list =
      index.pair_list[std::size_t{index.site_class[site]} * index.histology_classes + index.histology_class[histology]];
  for (const Candidate& candidate : index.lists[list]) {
    const TableProgram& table = program.tables[program.schemas[candidate.schema].selection_table];
    if (candidate.unconditional || std::any_of(candidate.rows.begin(), candidate.rows.end(),
                                               [&](std::uint32_t row) { return row_accepts(table, row, input); }))
      schemas.push_back(candidate.schema);
  }
}

std::vector<std::uint32_t> selection_rows(const CaseInput& input, std::uint32_t schema) {
  std::vector<std::uint32_t> rows;
  const std::uint32_t table_number = input.program().schemas[schema].selection_table;
  if (table_number == kNone) return rows;
  const TableProgram& table = input.program().tables[table_number];
  for (std::uint32_t row = 0; row < table.row_count; ++row)
    if (row_accepts(table, row, input)) rows.push_back(row);
  return rows;
}

}  // namespace restage::registry
