// SPDX-License-Identifier: Apache-2.0
#pragma once
// HotProgram: what staging a case reads, packed so that a whole algorithm stays near the processor.
//
// A copy of the compiled tables, visits and steps with one byte a class, one array for all dense cells, and equal
// row actions of a visit stored once. Numbers of tables and visits are those of the Program. A table that does not
// fit the form (more than 256 classes in a column, open references, too large) has no fast lookup and is asked the
// general way; the answer is the same. Built once by the compiler, then immutable; shared by threads without locks.
#include <cstdint>
#include <vector>

namespace restage::registry {

using ValueId = std::uint16_t;
using Slot = std::uint16_t;
inline constexpr Slot kNoSlot = 0xFFFF;
inline constexpr std::uint32_t kNone = 0xFFFF'FFFF;

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
};

struct SlotCopy {
  Slot from = 0;
  Slot to = 0;
};

struct HotStep {
  std::uint32_t visit = 0;
  std::uint32_t first_copy = 0;
  std::uint32_t copy_count = 0;
};

struct HotInput {
  Slot slot = 0;
  ValueId plain_default = 0;       ///< 0: the default is not a plain value, or the input needs the general way
  std::uint32_t accepted = kNone;  ///< place of its bit words; kNone: the general way
};

struct HotSetting {
  Slot slot = 0;
  ValueId value = 0;
};

struct HotProgram {
  std::vector<std::uint8_t> classes;
  std::vector<std::uint16_t> dense;
  std::vector<HotColumn> columns;
  std::vector<HotTable> tables;
  std::vector<std::uint16_t> row_actions;
  std::vector<HotAction> actions;
  std::vector<HotVisit> visits;
  std::vector<HotStep> steps;
  std::vector<SlotCopy> copies;
  std::vector<std::uint64_t> accepted;
  std::vector<HotInput> inputs;
};

}  // namespace restage::registry
