// SPDX-License-Identifier: Apache-2.0
#include "registry/run/match.h"

namespace restage::registry {

bool cell_accepts(const CompiledCell& compiled, ValueId value, const CaseInput& input,
                  std::span<const ValueId> context) {
  if (compiled.cell.accepts_anything) return true;
  const AlgorithmProgram& program = input.program();
  if (!compiled.is_dynamic && value < program.dictionary.size()) return compiled.accepted.test(value);
  const std::string_view text = input.text(value);
  const auto resolve = [&](const std::string& bound) -> std::string_view {
    const auto key = reference_key(bound);
    if (!key) return bound;
    const Slot slot = program.find_slot(*key);
    return slot == kNoSlot ? std::string_view() : input.text(context[slot]);
  };
  for (const CellRange& range : compiled.cell.ranges) {
    const bool accepted = range.has_reference ? range_accepts(resolve(range.low), resolve(range.high), text)
                                              : range_accepts(range.low, range.high, text);
    if (accepted) return true;
  }
  return false;
}

rules::RowIndex scan_rows(const TableProgram& table, const CaseInput& input, std::span<const ValueId> context) {
  const std::size_t width = table.columns.size();
  for (std::uint32_t row = 0; row < table.row_count; ++row) {
    bool accepted = true;
    for (std::size_t i = 0; accepted && i < width; ++i) {
      const std::uint32_t cell = table.cells[row * width + i];
      accepted =
          cell == kNone || cell_accepts(input.program().cells[cell], context[table.columns[i].slot], input, context);
    }
    if (accepted) return row;
  }
  return rules::kNoRow;
}

}  // namespace restage::registry
