// SPDX-License-Identifier: Apache-2.0
#include "registry/explain/rows_behind.h"

#include <algorithm>

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

std::vector<PathEntry> rows_behind(const Outcome& outcome, const AlgorithmProgram& program, Slot slot) {
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

std::vector<RowPlace> row_places(const Outcome& outcome, const AlgorithmProgram& program, Slot slot) {
  std::vector<RowPlace> places;
  for (const PathEntry& entry : rows_behind(outcome, program, slot))
    places.push_back({program.tables[entry.table].definition->id, entry.row + 1});
  return places;
}

}  // namespace restage::registry
