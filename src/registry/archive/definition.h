// SPDX-License-Identifier: Apache-2.0
#pragma once
// The content of a SEER algorithm archive as read: schemas, tables, glossary terms. No rule is applied here.
//
// INVARIANTS (held by the loader): one algorithm name and version over all parts; every row has one cell a
// column; every schema names a selection table; no mapping's initial context names an input of its schema.
// Format and limits: the published archives and their reference reader, imsweb/staging-client-java 11.9.
#include <map>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

namespace restage::registry {

enum class ColumnType { Input, Description, Endpoint };
enum class EndpointType : unsigned char { Value, Jump, Match, Stop, Error };
enum class OnInvalidInput { Continue, Fail, FailWhenUsedForStaging };

struct ColumnDefinition {
  std::string key;
  std::string name;
  std::string source;
  ColumnType type = ColumnType::Description;
};

struct TableDefinition {
  std::string id;
  std::string name;
  std::string title;
  std::string subtitle;
  std::string description;
  std::string notes;
  std::string footnotes;
  std::string coding_guidelines;
  std::string rationale;
  std::string additional_info;
  std::vector<ColumnDefinition> columns;
  std::vector<std::string> cells;  ///< row-major
  std::vector<bool> null_cells;    ///< beside cells: the cell is JSON null

  std::size_t row_count() const noexcept { return columns.empty() ? 0 : cells.size() / columns.size(); }
  const std::string& cell(std::size_t row, std::size_t column) const { return cells[row * columns.size() + column]; }
  bool is_null(std::size_t row, std::size_t column) const { return null_cells[row * columns.size() + column]; }
};

/// An input or an output of a schema; the last five members belong to inputs alone.
struct FieldDefinition {
  std::string key;
  std::string name;
  std::string description;
  std::string naaccr_xml_id;
  std::string unit;
  std::optional<std::string> default_value;
  std::optional<std::string> table;
  std::optional<std::string> default_table;
  int naaccr_item = 0;      ///< 0: no NAACCR item
  int decimal_places = -1;  ///< -1: not stated
  bool used_for_staging = false;
};

struct KeyValue {
  std::string key;
  std::optional<std::string> value;  ///< no value is the value null, which is not the same as blank
};

struct KeyMapping {
  std::string from;
  std::string to;
};

struct TablePath {
  std::string table;
  std::vector<KeyMapping> input_mapping;
  std::vector<KeyMapping> output_mapping;
};

struct MappingDefinition {
  std::string id;
  std::string name;
  std::vector<TablePath> inclusion_tables;
  std::vector<TablePath> exclusion_tables;
  std::vector<KeyValue> initial_context;
  std::vector<TablePath> tables;
};

struct SchemaDefinition {
  std::string id;
  std::string name;
  std::string title;
  std::string notes;
  std::string selection_table;
  std::vector<std::string> discriminators;
  std::vector<FieldDefinition> inputs;
  std::vector<FieldDefinition> outputs;
  std::vector<KeyValue> initial_context;
  std::vector<MappingDefinition> mappings;
  OnInvalidInput on_invalid_input = OnInvalidInput::Continue;

  const FieldDefinition* input(std::string_view key) const noexcept;
  const FieldDefinition* output(std::string_view key) const noexcept;
};

struct GlossaryTerm {
  std::string name;
  std::string definition;
};

struct AlgorithmDefinition {
  std::string name;  ///< lower case: cs, tnm, eod_public, pediatric
  std::string version;
  std::string hash;                       ///< SHA-256 of the archive's content
  std::vector<SchemaDefinition> schemas;  ///< in archive order
  std::vector<TableDefinition> tables;    ///< in archive order, ids unique
  std::vector<GlossaryTerm> glossary;
  std::unordered_map<std::string, std::size_t> table_index;

  const TableDefinition* table(const std::string& id) const noexcept;
  const SchemaDefinition* schema(std::string_view id) const noexcept;
};

}  // namespace restage::registry
