// SPDX-License-Identifier: Apache-2.0
#pragma once
// HotProgram: what staging a case reads, packed so that a whole algorithm stays near the processor.
//
// A copy of the compiled tables, visits and steps with one byte a class and one array for all dense cells; what a row
// of a visit writes stands in one array of values, and only rows that do more (jump, stop, error) have actions.
// Numbers of tables and visits are those of the AlgorithmProgram. A table that does not fit the form (more than 256
// classes in a column, open references, too large) has no fast lookup and is asked the general way; the answer is the
// same. Built once by the compiler, then immutable; shared by threads without locks.
#include <cstdint>
#include <vector>

namespace restage::registry {

using ValueId = std::uint16_t;
using Slot = std::uint16_t;
inline constexpr Slot kNoSlot = 0xFFFF;
inline constexpr std::uint32_t kNone = 0xFFFF'FFFF;

/// Codes in place of a value that a row writes; ids and slot numbers stay below them.
inline constexpr std::uint16_t kFirstCode = 0xEB00;
inline constexpr std::uint16_t kFirstCopy = 0xEB00;   ///< kFirstCopy + slot: the value of that slot
inline constexpr std::uint16_t kActions = 0xFFFE;     ///< the row has actions
inline constexpr std::uint16_t kKeep = 0xFFFF;        ///< nothing is written
inline constexpr std::uint16_t kNotVisited = 0xFFFF;  ///< in a trace: the step was not reached

enum class ActionKind : std::uint8_t { Write, Copy, Remove, Jump, Stop, Error, Nothing };

struct HotColumn {
  std::uint32_t classes = 0;  ///< place of its class bytes
  std::uint32_t stride = 0;
  Slot slot = 0;
};

struct HotTable {
  std::uint32_t dense = kNone;  ///< place of its cells; kNone: no fast lookup
  std::uint32_t first_column = 0;
  std::uint32_t column_count = 0;
  std::uint32_t row_count = 0;  ///< also what a cell holds that no row accepts
};

struct HotAction {
  ActionKind kind{};
  bool is_last = false;
  std::uint16_t column = 0;
  Slot slot = 0;
  std::uint16_t value = 0;  ///< id, slot to copy from, or visit
};

struct HotVisit {
  std::uint32_t table = kNone;
  std::uint32_t first_row = 0;     ///< place in row_actions
  std::uint32_t first_action = 0;  ///< what a row's number counts from
  std::uint32_t first_write = 0;   ///< place in writes: [row * target_count + target], one row more for no match
  std::uint32_t first_target = 0;
  std::uint32_t target_count = 0;  ///< at least 1; a visit that writes nothing has the codes alone
};

struct SlotCopy {
  Slot from = 0;
  Slot to = 0;
};

/// A visit with its input mapping. Where nothing can tell the difference the table reads the mapped keys at their
/// source (`reads_sources`), and no copies are made.
struct HotStep {
  std::uint32_t visit = 0;
  std::uint32_t first_column = 0;  ///< the table's columns, with the slots to read
  std::uint32_t first_copy = 0;
  std::uint16_t copy_count = 0;
  std::uint16_t trace = 0;  ///< its place in Outcome's trace
  bool reads_sources = false;
};

/// An input that is checked. Inputs without table whose default is a plain value need no step.
struct HotInput {
  Slot slot = 0;
  std::uint16_t number = 0;        ///< in SchemaProgram::inputs
  std::uint32_t accepted = kNone;  ///< place of its bit words; kNone: the general way
};

struct HotProgram {
  std::vector<std::uint8_t> classes;
  std::vector<std::uint16_t> dense;
  std::vector<HotColumn> columns;
  std::vector<HotTable> tables;
  std::vector<std::uint16_t> row_actions;
  std::vector<HotAction> actions;
  std::vector<std::uint16_t> writes;
  std::vector<Slot> targets;
  std::vector<HotVisit> visits;
  std::vector<HotStep> steps;
  std::vector<SlotCopy> copies;
  std::vector<std::uint64_t> accepted;
  std::vector<HotInput> inputs;
};

}  // namespace restage::registry
