// SPDX-License-Identifier: Apache-2.0
#include "registry/explain/missing_discriminators.h"

#include <algorithm>

#include "registry/run/schema_choice.h"

namespace restage::registry {
namespace {

// Selection columns that the case leaves out and that some fitting row tests, each once, with the first such schema.
std::vector<std::pair<Slot, std::uint32_t>> missing_columns(const CaseInput& input,
                                                            const std::vector<std::uint32_t>& schemas) {
  std::vector<std::pair<Slot, std::uint32_t>> missing;
  if (schemas.size() < 2) return missing;
  const AlgorithmProgram& program = input.program();
  for (const std::uint32_t number : schemas) {
    const TableDefinition& table = *program.tables[program.schemas[number].selection_table].definition;
    for (const std::uint32_t row : selection_rows(input, number))
      for (std::size_t i = 0; i < table.columns.size(); ++i) {
        if (table.columns[i].type != ColumnType::Input || table.is_null(row, i) || table.cell(row, i) == "*") continue;
        const Slot slot = program.find_slot(table.columns[i].key);
        const bool known =
            std::any_of(missing.begin(), missing.end(), [&](const auto& entry) { return entry.first == slot; });
        if (slot != kNoSlot && !known && !input.supplied(slot)) missing.emplace_back(slot, number);
      }
  }
  return missing;
}

}  // namespace

std::vector<std::string> missing_keys(const CaseInput& input, const std::vector<std::uint32_t>& schemas) {
  std::vector<std::string> keys;
  for (const auto& [slot, schema] : missing_columns(input, schemas)) keys.push_back(input.program().keys[slot]);
  return keys;
}

std::vector<MissingDiscriminator> missing_discriminators(const CaseInput& input) {
  const AlgorithmProgram& program = input.program();
  std::vector<MissingDiscriminator> missing;
  std::vector<std::uint32_t> schemas;
  find_schemas(input, schemas);
  for (const auto& [slot, number] : missing_columns(input, schemas)) {
    const std::string& key = program.keys[slot];
    const FieldDefinition* field = program.schemas[number].definition->input(key);
    MissingDiscriminator entry{key,
                               field == nullptr ? key : field->name,
                               field != nullptr && field->table ? *field->table : "",
                               field == nullptr ? 0 : field->naaccr_item,
                               {}};
    if (const TableDefinition* codes = program.definition->table(entry.table);
        codes != nullptr && !codes->columns.empty()) {
      const auto meaning =
          std::find_if(codes->columns.begin(), codes->columns.end(),
                       [](const ColumnDefinition& column) { return column.type == ColumnType::Description; });
      const auto column = static_cast<std::size_t>(meaning - codes->columns.begin());
      for (std::size_t row = 0; row < codes->row_count(); ++row)
        entry.codes.emplace_back(codes->cell(row, 0),
                                 column < codes->columns.size() ? codes->cell(row, column) : std::string());
    }
    missing.push_back(std::move(entry));
  }
  return missing;
}

}  // namespace restage::registry
