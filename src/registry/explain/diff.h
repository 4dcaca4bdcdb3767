// SPDX-License-Identifier: Apache-2.0
#pragma once
// What differs between two versions of an algorithm, change by change, as values. A change points into the two
// definitions, which must outlive it. The sentences are made in src/report.
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "registry/archive/definition.h"
#include "registry/explain/schema_steps.h"

namespace restage::registry {

enum class ChangeKind : std::uint8_t {
  SchemaRemoved,
  SchemaAdded,
  TitleChanged,
  SelectionChanged,
  PolicyChanged,
  StepRemoved,
  StepAdded,
  StepsReordered,
  InputRemoved,
  InputAdded,
  OutputRemoved,
  OutputAdded,
  DefaultChanged,
  CodeTableChanged,
  UseChanged,
  NameChanged,
  TableRemoved,
  TableAdded,
  ColumnsChanged,
  CodeRemoved,  ///< a code is a row of an input's table
  CodeAdded,
  CodeChanged,
  RowRemoved,
  RowAdded,
  RowChanged,
  TextChanged,
  RowsReordered,
  NotesChanged,
};
/// Stable: schema-added, input-removed, code-added, row-changed and so on.
std::string_view to_string(ChangeKind kind) noexcept;

/// What a change concerns: before and now, null where it is gone or new.
struct Change {
  ChangeKind kind{};
  std::vector<std::string> schemas;  ///< that it concerns
  std::string subject;               ///< the schema, input, output or table
  const SchemaDefinition* old_schema = nullptr;
  const SchemaDefinition* new_schema = nullptr;
  const FieldDefinition* old_field = nullptr;
  const FieldDefinition* new_field = nullptr;
  bool is_output = false;  ///< the field
  const TableDefinition* old_table = nullptr;
  const TableDefinition* new_table = nullptr;
  std::size_t old_row = 0;  ///< of the tables, from 0; for changes of rows
  std::size_t new_row = 0;
  std::optional<SchemaStep> step;
};

std::vector<Change> compare_algorithms(const AlgorithmDefinition& before, const AlgorithmDefinition& after);

}  // namespace restage::registry
