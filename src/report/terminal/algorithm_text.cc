// SPDX-License-Identifier: Apache-2.0
#include "report/terminal/algorithm_text.h"

#include <algorithm>
#include <set>

#include <fmt/format.h>

#include "base/text.h"
#include "registry/archive/cell.h"
#include "registry/explain/look_up.h"

namespace restage::report {
namespace {

using registry::AlgorithmDefinition;
using registry::ColumnDefinition;
using registry::FieldDefinition;
using registry::MappingDefinition;
using registry::SchemaDefinition;
using registry::TableDefinition;
using registry::TablePath;

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
      width = std::max(width, columns_of(flat(registry::without_references(table.cell(row, i)))));
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

// One line a key: `grade_clin   Grade Clinical   NAACCR 3843 gradeClinical`.
std::string field_line(const FieldDefinition& field) {
  std::string line = fmt::format("  {:<28} {:<44} {}", field.key, flat(field.name), naaccr_name(field));
  if (field.table) line += fmt::format("  table {}", *field.table);
  if (field.default_value && !field.default_value->empty()) line += fmt::format("  default {}", *field.default_value);
  return line + '\n';
}

// Schemas that read the table, or how many when they are many.
std::string users_of(const AlgorithmDefinition& algorithm, const std::string& table) {
  std::vector<std::string> ids;
  for (const SchemaDefinition* schema : registry::schemas_using(algorithm, table)) ids.push_back(schema->id);
  if (ids.size() > 12) return fmt::format("{} of {} schemas", ids.size(), algorithm.schemas.size());
  return text::join(ids, ", ");
}

void append_notes(std::string& out, std::string_view title, const std::string& text) {
  if (!text.empty()) out += fmt::format("\n{}\n{}\n", title, text);
}

}  // namespace

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
      for (const registry::KeyMapping& pair : path.input_mapping) out += fmt::format("  {} as {}", pair.from, pair.to);
      for (const registry::KeyMapping& pair : path.output_mapping)
        out += fmt::format("  {} into {}", pair.from, pair.to);
      out += '\n';
    }
  }
  append_notes(out, "Notes", schema.notes);
  return out;
}

std::string table_text(const AlgorithmDefinition& algorithm, const TableDefinition& table, int width) {
  std::string out = fmt::format("{} ({} {})\n{}\n\n", table.id, algorithm.name, algorithm.version,
                                flat(table.title.empty() ? table.name : table.title));
  std::set<std::string> users;
  for (const SchemaDefinition& schema : algorithm.schemas)
    for (const FieldDefinition& field : schema.inputs)
      if (field.table == table.id && users.insert(field.key).second) out += field_line(field);
  if (const std::string list = users_of(algorithm, table.id); !list.empty())
    out += fmt::format("  used by {}\n\n", list);
  std::vector<std::size_t> widths = column_widths(table, width);
  widths.insert(widths.begin(), std::max<std::size_t>(3, std::to_string(table.row_count()).size()));
  std::vector<std::string> cells = {"row"};
  for (const ColumnDefinition& column : table.columns) cells.push_back(column.key);
  append_row(out, cells, widths);
  for (std::size_t i = 0; i < cells.size(); ++i) cells[i] = std::string(widths[i], '-');
  append_row(out, cells, widths);
  for (std::size_t row = 0; row < table.row_count(); ++row) {
    cells[0] = std::to_string(row + 1);
    for (std::size_t i = 1; i < cells.size(); ++i)
      cells[i] = table.is_null(row, i - 1) ? "any" : flat(registry::without_references(table.cell(row, i - 1)));
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
  const registry::Finds finds = registry::find_word(algorithm, word);
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

}  // namespace restage::report
