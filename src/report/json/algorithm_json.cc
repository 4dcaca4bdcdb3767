// SPDX-License-Identifier: Apache-2.0
#include "report/json/algorithm_json.h"

#include "registry/explain/look_up.h"

namespace restage::report {

using registry::AlgorithmDefinition;
using registry::ColumnDefinition;
using registry::FieldDefinition;
using registry::MappingDefinition;
using registry::SchemaDefinition;
using registry::TableDefinition;
using registry::TablePath;

namespace {

void field_json(const FieldDefinition& field, JsonWriter& writer) {
  writer.begin_object().member("key", field.key).member("name", field.name);
  if (field.naaccr_item != 0)
    writer.member("naaccr_item", field.naaccr_item).member("naaccr_xml_id", field.naaccr_xml_id);
  if (field.table) writer.member("table", *field.table);
  if (field.default_value) writer.member("default", *field.default_value);
  writer.member("used_for_staging", field.used_for_staging).end_object();
}

}  // namespace

void schema_list_json(const AlgorithmDefinition& algorithm, JsonWriter& writer) {
  writer.begin_object()
      .member("algorithm", algorithm.name)
      .member("version", algorithm.version)
      .key("schemas")
      .begin_array();
  for (const SchemaDefinition& schema : algorithm.schemas) {
    writer.begin_object()
        .member("id", schema.id)
        .member("name", schema.name)
        .member("title", schema.title)
        .key("discriminators")
        .begin_array();
    for (const std::string& key : schema.discriminators) writer.value(key);
    writer.end_array().end_object();
  }
  writer.end_array().end_object();
}

void schema_json(const AlgorithmDefinition& algorithm, const SchemaDefinition& schema, JsonWriter& writer) {
  writer.begin_object()
      .member("algorithm", algorithm.name)
      .member("version", algorithm.version)
      .member("id", schema.id)
      .member("title", schema.title);
  writer.member("selection_table", schema.selection_table).key("discriminators").begin_array();
  for (const std::string& key : schema.discriminators) writer.value(key);
  writer.end_array().key("inputs").begin_array();
  for (const FieldDefinition& field : schema.inputs) field_json(field, writer);
  writer.end_array().key("outputs").begin_array();
  for (const FieldDefinition& field : schema.outputs) field_json(field, writer);
  writer.end_array().key("mappings").begin_array();
  for (const MappingDefinition& mapping : schema.mappings) {
    writer.begin_object().member("id", mapping.id).key("tables").begin_array();
    for (const TablePath& path : mapping.tables) writer.value(path.table);
    writer.end_array().end_object();
  }
  writer.end_array().member("notes", schema.notes).end_object();
}

void table_json(const TableDefinition& table, JsonWriter& writer) {
  writer.begin_object()
      .member("id", table.id)
      .member("name", table.name)
      .member("title", table.title)
      .key("columns")
      .begin_array();
  for (const ColumnDefinition& column : table.columns) {
    const char* type = column.type == registry::ColumnType::Input      ? "input"
                       : column.type == registry::ColumnType::Endpoint ? "endpoint"
                                                                       : "description";
    writer.begin_object().member("key", column.key).member("name", column.name).member("type", type).end_object();
  }
  writer.end_array().key("rows").begin_array();
  for (std::size_t row = 0; row < table.row_count(); ++row) {
    writer.begin_array();
    for (std::size_t i = 0; i < table.columns.size(); ++i) {
      if (table.is_null(row, i))
        writer.null();
      else
        writer.value(table.cell(row, i));
    }
    writer.end_array();
  }
  writer.end_array().member("notes", table.notes).end_object();
}

void search_json(const AlgorithmDefinition& algorithm, std::string_view word, JsonWriter& writer) {
  const registry::Finds finds = registry::find_word(algorithm, word);
  writer.begin_object().key("schemas").begin_array();
  for (const SchemaDefinition* schema : finds.schemas) writer.value(schema->id);
  writer.end_array().key("fields").begin_array();
  for (const FieldDefinition* field : finds.fields) field_json(*field, writer);
  writer.end_array().key("tables").begin_array();
  for (const TableDefinition* table : finds.tables) writer.value(table->id);
  writer.end_array().end_object();
}

}  // namespace restage::report
