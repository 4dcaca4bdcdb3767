// SPDX-License-Identifier: Apache-2.0
#pragma once
// AlgorithmProgram: an algorithm compiled for one current year, ready to run.
//
// Every key is a slot, every code or text that a table can test or write is a ValueId, every input cell a set
// of ids, every table a rules::CompiledTable over classes of ids. Errors and path entries are numbers that
// registry/run/result_text.h turns into text on demand. Immutable after compile(); shared by threads without locks.
#include <cstddef>
#include <cstdint>
#include <deque>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "base/result.h"
#include "registry/archive/cell.h"
#include "registry/archive/definition.h"
#include "registry/compile/dictionary.h"
#include "registry/compile/hot_program.h"
#include "rules/table/table.h"

namespace restage::registry {

struct CompiledCell {
  InputCell cell;
  bool is_dynamic = false;  ///< holds a reference that only the case can resolve
  rules::BitSet accepted;   ///< over ids; empty when dynamic
};

struct ColumnRef {
  const rules::ClassId* classes = nullptr;  ///< by id; null when the table has a fast lookup
  Slot slot = 0;
};

/// A table with its INPUT columns (one a distinct key), shared by all schemas that visit it.
struct TableProgram {
  const TableDefinition* definition = nullptr;
  std::vector<ColumnRef> columns;
  std::vector<Slot> message_slots;  ///< every INPUT column, for error texts
  std::vector<std::string> endpoint_keys;
  std::vector<std::uint32_t> cells;  ///< [row * columns + column]; kNone: not tested
  rules::CompiledTable lookup;
  std::uint32_t row_count = 0;
  bool is_dynamic = false;  ///< rows must be scanned with the texts of the case
  rules::BitSet accepted;   ///< one-column tables: ids that match some row
};

struct Action {
  ActionKind kind{};
  std::uint16_t column = 0;  ///< endpoint column number, for errors
  Slot slot = 0;
  std::uint32_t value = 0;  ///< id, slot to copy from, or visit
};

/// A table with an output mapping: what each row does.
struct Visit {
  std::uint32_t table = kNone;              ///< kNone: unknown table
  std::string table_id;                     ///< for an unknown table
  std::vector<std::uint32_t> first_action;  ///< by row, one more at the end
  std::vector<Action> actions;
};

struct PathStep {
  std::uint32_t visit = 0;
  std::vector<SlotCopy> input_mapping;
};

struct Condition {
  std::uint32_t table = kNone;
  std::string table_id;
  bool must_match = true;
  std::vector<SlotCopy> input_mapping;
};

/// A value to put: an id, or a copy of another slot (a resolved reference).
struct Setting {
  Slot slot = 0;
  ValueId value = kAbsent;
  Slot reference = kNoSlot;
};

struct MappingStep {
  std::uint32_t label = 0;            ///< number of the mapping id in AlgorithmProgram::mapping_ids
  std::vector<Condition> conditions;  ///< inclusions, then exclusions
  std::vector<Setting> initial_context;
  std::vector<PathStep> paths;
  std::uint32_t first_hot_step = 0;  ///< the same paths in HotProgram::steps
  std::uint16_t trace = 0;           ///< in Outcome's trace: involved or not, then a cell a condition
};

struct InputStep {
  Setting default_value;
  std::uint32_t default_table = kNone;
  const std::uint64_t* accepted = nullptr;  ///< one-column table: bits by id, blank included; null: ask the table
  std::uint32_t table = kNone;
  bool has_table = false;
  bool has_default_table = false;
  bool used_for_staging = false;
};

struct OutputStep {
  Setting default_value;
  std::uint32_t table = kNone;
  bool has_table = false;
};

struct SchemaProgram {
  const SchemaDefinition* definition = nullptr;
  std::vector<InputStep> inputs;      ///< in the walking order of the reference implementation
  std::uint32_t first_hot_input = 0;  ///< those that are checked, in HotProgram::inputs
  std::uint32_t hot_input_count = 0;
  std::vector<ValueId> own_slots;     ///< by slot, row_size long: all bits for an input, none for any other key
  std::vector<ValueId> start_values;  ///< by slot, row_size long: plain defaults of inputs and outputs, else kAbsent
  std::vector<std::uint16_t>
      checked_outputs;                ///< those with a table, in the walking order of the reference implementation
  std::vector<Setting> late_outputs;  ///< defaults of outputs that must wait until the inputs are done
  std::uint32_t trace_size = 0;
  std::vector<OutputStep> outputs;  ///< sorted by key
  std::vector<Setting> initial_context;
  std::vector<MappingStep> mappings;
  std::uint32_t year_table = kNone;
  bool has_year = false;
  bool has_year_table = false;
  std::uint32_t selection_table = kNone;
};

/// Selection by site and histology: a class pair gives its candidate list.
struct Candidate {
  std::uint32_t schema = 0;
  bool unconditional = false;       ///< some row tests nothing but site and histology
  std::vector<std::uint32_t> rows;  ///< rows of the selection table that accept the pair
};

struct SelectionIndex {
  std::vector<rules::ClassId> site_class;  ///< by id; class 0 is no valid site
  std::vector<rules::ClassId> histology_class;
  std::uint32_t histology_classes = 0;
  std::vector<std::uint32_t> pair_list;  ///< by pair; 0 is the empty list
  std::vector<std::vector<Candidate>> lists;
  std::vector<std::uint32_t> only_schema;  ///< by list: its one schema when that is unconditional, else kNone
};

struct AlgorithmProgram {
  std::shared_ptr<const AlgorithmDefinition> definition;
  int current_year = 0;
  Dictionary dictionary;
  std::deque<std::string> keys;                        ///< by slot; never moves
  std::unordered_map<std::string_view, Slot> slot_of;  ///< views into the keys
  Slot site = 0, histology = 0, year_dx = 0, context_year = 0, context_version = 0;
  ValueId year_value = 0, version_value = 0;
  std::vector<CompiledCell> cells;
  std::vector<std::unique_ptr<rules::ClassId[]>> class_arrays;
  std::vector<TableProgram> tables;  ///< same order as the definition
  std::vector<Visit> visits;
  std::vector<std::string> mapping_ids;
  std::vector<SchemaProgram> schemas;  ///< same order as the definition
  SelectionIndex selection;
  HotProgram hot;
  std::size_t row_size = 0;  ///< slots and room up to a whole number of vectors
  std::size_t longest_trace = 0;

  Slot find_slot(std::string_view key) const noexcept {
    const auto found = slot_of.find(key);
    return found == slot_of.end() ? kNoSlot : found->second;
  }
  std::uint32_t find_schema(std::string_view id) const noexcept;  ///< kNone when unknown
};

/// Compiles for a current year (it decides which years of diagnosis are accepted).
Result<std::shared_ptr<const AlgorithmProgram>> compile(std::shared_ptr<const AlgorithmDefinition> definition,
                                                        int current_year);

}  // namespace restage::registry
