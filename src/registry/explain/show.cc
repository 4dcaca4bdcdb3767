// SPDX-License-Identifier: Apache-2.0
#include "registry/explain/show.h"

#include <algorithm>
#include <set>

#include <fmt/format.h>

#include "base/text.h"
#include "registry/archive/cell.h"

namespace restage::registry {
namespace {

// A cell's text on one line, markdown line breaks as blanks.
std::string flat(std::string_view text) {
  std::string result;
  for (const char c : text) {
    const char kept = c == '\n' || c == '\r' || c == '\t' ? ' ' : c;
    if (kept != ' ' || (!result.empty() && result.back() != ' ')) result += kept;
  }
  while (!result.empty() && result.back() == ' ') result.pop_back();
  return result;
}

// Bytes that start a character, near enough to columns for western text.
std::size_t columns_of(std::string_view text) {
  return static_cast<std::size_t>(
      std::count_if(text.begin(), text.end(), [](char c) { return (static_cast<unsigned char>(c) & 0xC0) != 0x80; }));
}

std::vector<std::string> wrap(const std::string& text, std::size_t width) {
  std::vector<std::string> lines(1);
  for (const std::string_view word : text::split(text, ' ')) {
    if (!lines.back().empty() && columns_of(lines.back()) + 1 + columns_of(word) > width) lines.emplace_back();
    if (!lines.back().empty()) lines.back() += ' ';
    lines.back() += word;
  }
  return lines;
}

// Widths of the columns behind the one of row numbers.
std::vector<std::size_t> column_widths(const TableDefinition& table, int total) {
  std::vector<std::size_t> widths;
  for (std::size_t i = 0; i < table.columns.size(); ++i) {
    std::size_t width = columns_of(table.columns[i].key);
    for (std::size_t row = 0; row < table.row_count(); ++row)
      width = std::max(width, columns_of(flat(without_references(table.cell(row, i)))));
    widths.push_back(width);
  }
  const auto sum = [&] {
    std::size_t all = widths.size() * 2 + 6;
    for (const std::size_t width : widths) all += width;
    return all;
  };
  while (!widths.empty() && sum() > static_cast<std::size_t>(std::max(total, 40))) {
    std::size_t& widest = *std::max_element(widths.begin(), widths.end());
    if (widest <= 12) break;
    --widest;
  }
  return widths;
}

void append_row(std::string& out, const std::vector<std::string>& cells, const std::vector<std::size_t>& widths) {
  std::vector<std::vector<std::string>> wrapped;
  std::size_t height = 1;
  for (std::size_t i = 0; i < cells.size(); ++i) {
    wrapped.push_back(wrap(cells[i], widths[i]));
    height = std::max(height, wrapped.back().size());
  }
  for (std::size_t line = 0; line < height; ++line) {
    std::string text;
    for (std::size_t i = 0; i < cells.size(); ++i) {
      const std::string part = line < wrapped[i].size() ? wrapped[i][line] : std::string();
      text += part;
      text.append(widths[i] + 2 - std::min(widths[i] + 1, columns_of(part)), ' ');
    }
    while (!text.empty() && text.back() == ' ') text.pop_back();
    out += text + '\n';
  }
}

std::string naaccr_name(const FieldDefinition& field) {
  if (field.naaccr_item == 0) return "no NAACCR item";
  return fmt::format("NAACCR {} {}", field.naaccr_item, field.naaccr_xml_id);
}

void field_json(const FieldDefinition& field, JsonWriter& writer) {
  writer.begin_object().member("key", field.key).member("name", field.name);
  if (field.naaccr_item != 0)
    writer.member("naaccr_item", field.naaccr_item).member("naaccr_xml_id", field.naaccr_xml_id);
  if (field.table) writer.member("table", *field.table);
  if (field.default_value) writer.member("default", *field.default_value);
  writer.member("used_for_staging", field.used_for_staging).end_object();
}

struct Finds {
  std::vector<const SchemaDefinition*> schemas;
  std::vector<const TableDefinition*> tables;
  std::vector<const FieldDefinition*> fields;
};

Finds find(const AlgorithmDefinition& algorithm, std::string_view word) {
  const auto has = [&](std::string_view text) { return text::contains_ignoring_case(text, word); };
  Finds finds;
  std::set<std::string> seen;
  for (const SchemaDefinition& schema : algorithm.schemas) {
    if (has(schema.id) || has(schema.name) || has(schema.title)) finds.schemas.push_back(&schema);
    for (const auto* fields : {&schema.inputs, &schema.outputs})
      for (const FieldDefinition& field : *fields)
        if ((has(field.key) || has(field.name) || has(field.naaccr_xml_id) ||
             std::to_string(field.naaccr_item) == word) &&
            seen.insert(field.key).second)
          finds.fields.push_back(&field);
  }
  for (const TableDefinition& table : algorithm.tables) {
    const bool in_cells = std::any_of(table.cells.begin(), table.cells.end(), has);
    if (has(table.id) || has(table.name) || has(table.title) || in_cells) finds.tables.push_back(&table);
  }
  return finds;
}

// Schemas that read the table, or how many when they are many.
std::string schemas_using(const AlgorithmDefinition& algorithm, const std::string& table) {
  std::vector<std::string> users;
  for (const SchemaDefinition& schema : algorithm.schemas) {
    bool used = schema.selection_table == table;
    for (const auto* fields : {&schema.inputs, &schema.outputs})
      for (const FieldDefinition& field : *fields) used |= field.table == table;
    for (const MappingDefinition& mapping : schema.mappings)
      for (const auto* paths : {&mapping.inclusion_tables, &mapping.exclusion_tables, &mapping.tables})
        for (const TablePath& path : *paths) used |= path.table == table;
    if (used) users.push_back(schema.id);
  }
  if (users.size() > 12) return fmt::format("{} of {} schemas", users.size(), algorithm.schemas.size());
  return text::join(users, ", ");
}

void append_notes(std::string& out, std::string_view title, const std::string& text) {
  if (!text.empty()) out += fmt::format("\n{}\n{}\n", title, text);
}

}  // namespace

std::string field_line(const FieldDefinition& field) {
  std::string line = fmt::format("  {:<28} {:<44} {}", field.key, flat(field.name), naaccr_name(field));
  if (field.table) line += fmt::format("  table {}", *field.table);
  if (field.default_value && !field.default_value->empty()) line += fmt::format("  default {}", *field.default_value);
  return line + '\n';
}

std::string schema_list_text(const AlgorithmDefinition& algorithm) {
  std::string out = fmt::format("{} {}: {} schemas, {} tables\n", algorithm.name, algorithm.version,
                                algorithm.schemas.size(), algorithm.tables.size());
  std::vector<const SchemaDefinition*> sorted;
  for (const SchemaDefinition& schema : algorithm.schemas) sorted.push_back(&schema);
  std::sort(sorted.begin(), sorted.end(), [](const auto* left, const auto* right) { return left->id < right->id; });
  for (const SchemaDefinition* schema : sorted) {
    out += fmt::format("  {:<44} {}", schema->id, flat(schema->title.empty() ? schema->name : schema->title));
    if (!schema->discriminators.empty()) out += fmt::format("  (needs {})", text::join(schema->discriminators, ", "));
    out += '\n';
  }
  return out;
}

std::string schema_text(const AlgorithmDefinition& algorithm, const SchemaDefinition& schema) {
  std::string out = fmt::format("{} ({} {})\n{}\n", schema.id, algorithm.name, algorithm.version,
                                flat(schema.title.empty() ? schema.name : schema.title));
  out += fmt::format("\nChosen by table {}", schema.selection_table);
  if (!schema.discriminators.empty())
    out += fmt::format("; discriminators: {}", text::join(schema.discriminators, ", "));
  out += "\n\nInputs used for staging\n";
  for (const FieldDefinition& field : schema.inputs)
    if (field.used_for_staging) out += field_line(field);
  out += "\nOther inputs\n";
  for (const FieldDefinition& field : schema.inputs)
    if (!field.used_for_staging) out += field_line(field);
  out += "\nOutputs\n";
  for (const FieldDefinition& field : schema.outputs) out += field_line(field);
  out += "\nSteps\n";
  for (const MappingDefinition& mapping : schema.mappings) {
    out += fmt::format("  {}", mapping.id);
    for (const TablePath& path : mapping.inclusion_tables) out += fmt::format("  if {}", path.table);
    for (const TablePath& path : mapping.exclusion_tables) out += fmt::format("  unless {}", path.table);
    out += '\n';
    for (const TablePath& path : mapping.tables) {
      out += fmt::format("    {}", path.table);
      for (const KeyMapping& pair : path.input_mapping) out += fmt::format("  {} as {}", pair.from, pair.to);
      for (const KeyMapping& pair : path.output_mapping) out += fmt::format("  {} into {}", pair.from, pair.to);
      out += '\n';
    }
  }
  append_notes(out, "Notes", schema.notes);
  return out;
}

std::string table_text(const AlgorithmDefinition& algorithm, const TableDefinition& table, const ShowStyle& style) {
  std::string out = fmt::format("{} ({} {})\n{}\n\n", table.id, algorithm.name, algorithm.version,
                                flat(table.title.empty() ? table.name : table.title));
  std::set<std::string> users;
  for (const SchemaDefinition& schema : algorithm.schemas)
    for (const FieldDefinition& field : schema.inputs)
      if (field.table == table.id && users.insert(field.key).second) out += field_line(field);
  if (const std::string list = schemas_using(algorithm, table.id); !list.empty())
    out += fmt::format("  used by {}\n\n", list);
  std::vector<std::size_t> widths = column_widths(table, style.width);
  widths.insert(widths.begin(), std::max<std::size_t>(3, std::to_string(table.row_count()).size()));
  std::vector<std::string> cells = {"row"};
  for (const ColumnDefinition& column : table.columns) cells.push_back(column.key);
  append_row(out, cells, widths);
  for (std::size_t i = 0; i < cells.size(); ++i) cells[i] = std::string(widths[i], '-');
  append_row(out, cells, widths);
  for (std::size_t row = 0; row < table.row_count(); ++row) {
    cells[0] = std::to_string(row + 1);
    for (std::size_t i = 1; i < cells.size(); ++i)
      cells[i] = table.is_null(row, i - 1) ? "any" : flat(without_references(table.cell(row, i - 1)));
    append_row(out, cells, widths);
  }
  append_notes(out, "Description", table.description);
  append_notes(out, "Notes", table.notes);
  append_notes(out, "Coding guidelines", table.coding_guidelines);
  append_notes(out, "Rationale", table.rationale);
  append_notes(out, "More", table.additional_info);
  append_notes(out, "Footnotes", table.footnotes);
  return out;
}

std::string search_text(const AlgorithmDefinition& algorithm, std::string_view word) {
  const Finds finds = find(algorithm, word);
  std::string out = fmt::format("Schemas ({})\n", finds.schemas.size());
  for (const SchemaDefinition* schema : finds.schemas)
    out += fmt::format("  {:<44} {}\n", schema->id, flat(schema->title.empty() ? schema->name : schema->title));
  out += fmt::format("\nInputs and outputs ({})\n", finds.fields.size());
  for (const FieldDefinition* field : finds.fields) out += field_line(*field);
  out += fmt::format("\nTables ({})\n", finds.tables.size());
  for (const TableDefinition* table : finds.tables)
    out += fmt::format("  {:<44} {}\n", table->id, flat(table->title.empty() ? table->name : table->title));
  return out;
}

std::vector<const TableDefinition*> tables_of_input(const AlgorithmDefinition& algorithm, std::string_view name) {
  std::vector<const TableDefinition*> tables;
  for (const SchemaDefinition& schema : algorithm.schemas)
    for (const FieldDefinition& field : schema.inputs) {
      const bool named = field.key == name || field.naaccr_xml_id == name ||
                         (field.naaccr_item != 0 && std::to_string(field.naaccr_item) == name);
      const TableDefinition* table = named && field.table ? algorithm.table(*field.table) : nullptr;
      if (table != nullptr && std::find(tables.begin(), tables.end(), table) == tables.end()) tables.push_back(table);
    }
  return tables;
}

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
    const char* type = column.type == ColumnType::Input      ? "input"
                       : column.type == ColumnType::Endpoint ? "endpoint"
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
  const Finds finds = find(algorithm, word);
  writer.begin_object().key("schemas").begin_array();
  for (const SchemaDefinition* schema : finds.schemas) writer.value(schema->id);
  writer.end_array().key("fields").begin_array();
  for (const FieldDefinition* field : finds.fields) field_json(*field, writer);
  writer.end_array().key("tables").begin_array();
  for (const TableDefinition* table : finds.tables) writer.value(table->id);
  writer.end_array().end_object();
}

}  // namespace restage::registry
