// SPDX-License-Identifier: Apache-2.0
#include "registry/explain.h"

#include <algorithm>

#include <fmt/format.h>

#include "registry/stage.h"

namespace restage::registry {
namespace {

// Does the row write one of the wanted slots? Those it writes are no longer wanted.
bool take_writes(const Visit& visit, std::uint32_t row, std::vector<bool>& wanted, std::vector<Slot>& copied) {
  bool wrote = false;
  if (row == rules::kNoRow || row + 1 >= visit.first_action.size()) return false;
  for (std::uint32_t i = visit.first_action[row]; i < visit.first_action[row + 1]; ++i) {
    const Action& action = visit.actions[i];
    const bool writes =
        action.kind == ActionKind::Write || action.kind == ActionKind::Copy || action.kind == ActionKind::Remove;
    if (!writes || !wanted[action.slot]) continue;
    wanted[action.slot] = false;
    wrote = true;
    if (action.kind == ActionKind::Copy) copied.push_back(static_cast<Slot>(action.value));
  }
  return wrote;
}

void want_sources(const SchemaProgram& schema, const PathEntry& entry, const TableProgram& table,
                  std::vector<bool>& wanted) {
  for (const ColumnRef& column : table.columns) wanted[column.slot] = true;
  for (const MappingStep& mapping : schema.mappings) {
    if (mapping.label != entry.label) continue;
    for (const PathStep& step : mapping.paths)
      for (const SlotCopy& pair : step.input_mapping)
        if (step.visit == entry.visit && wanted[pair.to]) wanted[pair.from] = true;
  }
}

}  // namespace

std::vector<PathEntry> rows_behind(const Outcome& outcome, const Program& program, Slot slot) {
  std::vector<PathEntry> found;
  std::vector<PathEntry> path;
  find_path(outcome, program, path);
  std::vector<bool> wanted(program.keys.size());
  wanted[slot] = true;
  for (std::size_t i = path.size(); i-- > 0;) {
    const PathEntry& entry = path[i];
    if (entry.visit == kNone) continue;
    std::vector<Slot> copied;
    if (!take_writes(program.visits[entry.visit], entry.row, wanted, copied)) continue;
    found.push_back(entry);
    for (const Slot source : copied) wanted[source] = true;
    want_sources(program.schemas[outcome.schema], entry, program.tables[entry.table], wanted);
  }
  std::reverse(found.begin(), found.end());
  return found;
}

std::string rows_behind_text(const Outcome& outcome, const Program& program, Slot slot) {
  std::string text;
  for (const PathEntry& entry : rows_behind(outcome, program, slot)) {
    if (!text.empty()) text += " > ";
    text += fmt::format("{} row {}", program.tables[entry.table].definition->id, entry.row + 1);
  }
  return text.empty() ? "default" : text;
}

namespace {

// Selection columns that the case leaves out and that some fitting row tests, each once, with the first such schema.
std::vector<std::pair<Slot, std::uint32_t>> missing_columns(const CaseInput& input,
                                                            const std::vector<std::uint32_t>& schemas) {
  std::vector<std::pair<Slot, std::uint32_t>> missing;
  if (schemas.size() < 2) return missing;
  const Program& program = input.program();
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
  const Program& program = input.program();
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
