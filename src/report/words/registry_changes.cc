// SPDX-License-Identifier: Apache-2.0
// Changes between two versions of an algorithm as sentences.
#include "report/words/registry_words.h"

#include <fmt/format.h>

#include "base/text.h"
#include "registry/archive/cell.h"
#include "registry/explain/refusal.h"

namespace restage::report {
namespace {

using registry::Change;
using registry::ChangeKind;
using registry::ColumnType;
using registry::EndpointType;
using registry::FieldDefinition;
using registry::StepKind;
using registry::TableDefinition;
using registry::without_references;

std::string shown(const std::optional<std::string>& value) {
  return value ? "'" + without_references(*value) + "'" : "none";
}

std::string brief(const std::string& text) { return registry::brief_text(text, 160); }

std::string item_name(const FieldDefinition& field) {
  if (field.naaccr_item == 0) return field.name;
  return fmt::format("{}, NAACCR item {} {}", field.name, field.naaccr_item, field.naaccr_xml_id);
}

// What a result cell does.
std::string result_words(const std::string& cell) {
  const auto endpoint = registry::parse_endpoint(cell);
  if (!endpoint) return cell;
  const std::string value = endpoint->value.value_or("");
  switch (endpoint->type) {
    case EndpointType::Value:
      return !endpoint->value ? "no value" : value.empty() ? "blank" : without_references(value);
    case EndpointType::Jump:
      return "what table " + value + " gives";
    case EndpointType::Match:
      return "a match";
    case EndpointType::Stop:
      return "the end of the step";
    case EndpointType::Error:
      return value.empty() ? "an error" : "the error '" + value + "'";
  }
  return cell;
}

struct RowWords {
  std::string inputs;   // the codes a row stands for
  std::string results;  // its endpoints
  std::string texts;    // its descriptions
};

RowWords words_of_row(const TableDefinition& table, std::size_t number) {
  std::vector<std::string> inputs;
  std::vector<std::string> results;
  std::vector<std::string> texts;
  for (std::size_t i = 0; i < table.columns.size(); ++i) {
    const registry::ColumnDefinition& column = table.columns[i];
    std::string cell = table.is_null(number, i) ? "any" : without_references(table.cell(number, i));
    if (column.type == ColumnType::Endpoint)
      results.push_back(column.key + " " + result_words(cell));
    else if (column.type == ColumnType::Input)
      inputs.push_back(column.key + " " + (cell.empty() ? "blank" : cell));
    else if (!cell.empty())
      texts.push_back(std::move(cell));
  }
  return {text::join(inputs, ", "), text::join(results, ", "), text::join(texts, "; ")};
}

std::string described(const RowWords& row) {
  return row.texts.empty() ? std::string() : fmt::format(" ('{}')", brief(row.texts));
}

std::string column_list(const TableDefinition& table) {
  std::vector<std::string> keys;
  for (const registry::ColumnDefinition& column : table.columns) keys.push_back(column.key);
  return text::join(keys, ", ");
}

std::string table_used(const registry::TablePath& path) {
  std::string words = "table " + path.table;
  for (const registry::KeyMapping& pair : path.input_mapping) words += fmt::format(", {} as {}", pair.from, pair.to);
  for (const registry::KeyMapping& pair : path.output_mapping) words += fmt::format(", {} into {}", pair.from, pair.to);
  return words;
}

std::string step_words(const registry::SchemaStep& step) {
  switch (step.kind) {
    case StepKind::InitialValue:
      return fmt::format("initial {} {}", step.value.key, shown(step.value.value));
    case StepKind::OnlyIf:
      return fmt::format("in step {}: only if {} matches", step.mapping, table_used(step.path));
    case StepKind::NotIf:
      return fmt::format("in step {}: not if {} matches", step.mapping, table_used(step.path));
    case StepKind::BeginsAs:
      return fmt::format("in step {}: {} begins as {}", step.mapping, step.value.key, shown(step.value.value));
    case StepKind::Table:
      break;
  }
  return fmt::format("in step {}: {}", step.mapping, table_used(step.path));
}

std::string schema_sentence(const Change& change) {
  const registry::SchemaDefinition* old = change.old_schema;
  const registry::SchemaDefinition* now = change.new_schema;
  switch (change.kind) {
    case ChangeKind::SchemaRemoved:
      return fmt::format("Schema {} ({}) is gone.", old->id, old->title);
    case ChangeKind::SchemaAdded:
      return fmt::format("Schema {} ({}) is new.", now->id, now->title);
    case ChangeKind::TitleChanged:
      return fmt::format("{} is now titled '{}', was '{}'.", now->id, brief(now->title), brief(old->title));
    case ChangeKind::SelectionChanged:
      return fmt::format("{} is now chosen by table {} instead of {}.", now->id, now->selection_table,
                         old->selection_table);
    case ChangeKind::PolicyChanged:
      return fmt::format("{} treats invalid input differently.", now->id);
    case ChangeKind::StepRemoved:
      return fmt::format("{} no longer uses {}.", now->id, step_words(*change.step));
    case ChangeKind::StepAdded:
      return fmt::format("{} now uses {}.", now->id, step_words(*change.step));
    default:
      return fmt::format("{} uses its tables in another order.", now->id);
  }
}

std::string field_sentence(const Change& change) {
  const std::string& schema = change.new_schema->id;
  const char* what = change.is_output ? "output" : "input";
  const FieldDefinition* old = change.old_field;
  const FieldDefinition* now = change.new_field;
  switch (change.kind) {
    case ChangeKind::InputRemoved:
    case ChangeKind::OutputRemoved:
      return fmt::format("{}: {} {} ({}) is gone.", schema, what, old->key, item_name(*old));
    case ChangeKind::InputAdded:
    case ChangeKind::OutputAdded:
      return fmt::format("{}: {} {} ({}) is new; default {}.", schema, what, now->key, item_name(*now),
                         shown(now->default_value));
    case ChangeKind::DefaultChanged:
      return fmt::format("{}: the default of {} {} ({}) is {}, was {}.", schema, what, now->key, item_name(*now),
                         shown(now->default_value), shown(old->default_value));
    case ChangeKind::CodeTableChanged:
      return fmt::format("{}: {} {} is checked by table {}, was {}.", schema, what, now->key, shown(now->table),
                         shown(old->table));
    case ChangeKind::UseChanged:
      return fmt::format("{}: {} is {} used for staging.", schema, now->key,
                         now->used_for_staging ? "now" : "no longer");
    default:
      return fmt::format("{}: {} is now called {}, was {}.", schema, now->key, item_name(*now), item_name(*old));
  }
}

std::string row_sentence(const Change& change, const std::string& table) {
  switch (change.kind) {
    case ChangeKind::CodeAdded:
    case ChangeKind::RowAdded: {
      const RowWords row = words_of_row(*change.new_table, change.new_row);
      return fmt::format("{}: new in row {}: {}{}{}.", table, change.new_row + 1, row.inputs,
                         row.results.empty() ? "" : " gives " + row.results, described(row));
    }
    case ChangeKind::CodeRemoved:
    case ChangeKind::RowRemoved: {
      const RowWords row = words_of_row(*change.old_table, change.old_row);
      return fmt::format(
          "{}: gone is {}, which{}{}.", table, row.inputs,
          row.results.empty() ? " was row " + std::to_string(change.old_row + 1) : " gave " + row.results,
          described(row));
    }
    default:
      break;
  }
  const RowWords old = words_of_row(*change.old_table, change.old_row);
  const RowWords now = words_of_row(*change.new_table, change.new_row);
  if (change.kind == ChangeKind::TextChanged)
    return fmt::format("{}: row {}: {} is described as '{}', was '{}'.", table, change.new_row + 1, now.inputs,
                       brief(now.texts), brief(old.texts));
  return fmt::format("{}: row {}: {} gives {}, gave {}.", table, change.new_row + 1, now.inputs,
                     now.results.empty() ? "nothing" : now.results, old.results.empty() ? "nothing" : old.results);
}

std::string table_sentence(const Change& change) {
  if (change.kind == ChangeKind::TableRemoved)
    return fmt::format("Table {} ({}) is gone.", change.old_table->id, change.old_table->title);
  const TableDefinition& now = *change.new_table;
  if (change.kind == ChangeKind::TableAdded)
    return fmt::format("Table {} ({}) is new, with {} rows.", now.id, now.title, now.row_count());
  const std::string table =
      now.title.empty() ? fmt::format("Table {}", now.id) : fmt::format("Table {} ({})", now.id, brief(now.title));
  switch (change.kind) {
    case ChangeKind::ColumnsChanged:
      return fmt::format("{}: the columns are {}, were {}.", table, column_list(now), column_list(*change.old_table));
    case ChangeKind::RowsReordered:
      return fmt::format("{}: its rows stand in another order; the first that fits counts.", table);
    case ChangeKind::NotesChanged:
      return fmt::format("{}: the notes were rewritten.", table);
    default:
      return row_sentence(change, table);
  }
}

bool is_of_field(const Change& change) { return change.old_field != nullptr || change.new_field != nullptr; }

}  // namespace

std::string change_sentence(const Change& change) {
  if (is_of_field(change)) return field_sentence(change);
  return change.old_table != nullptr || change.new_table != nullptr ? table_sentence(change) : schema_sentence(change);
}

bool names_its_schema(const Change& change) { return change.old_schema != nullptr || change.new_schema != nullptr; }

}  // namespace restage::report
