// SPDX-License-Identifier: Apache-2.0
// Two definitions side by side.
#include "registry/explain/diff.h"

#include <algorithm>
#include <set>

#include <fmt/format.h>

#include "registry/archive/cell.h"
#include "registry/explain/refusal.h"

namespace restage::registry {
namespace {

std::string shown(const std::optional<std::string>& value) {
  return value ? "'" + without_references(*value) + "'" : "none";
}

std::string item_name(const FieldDefinition& field) {
  if (field.naaccr_item == 0) return field.name;
  return fmt::format("{}, NAACCR item {} {}", field.name, field.naaccr_item, field.naaccr_xml_id);
}

// What a result cell does, in words.
std::string result_words(const std::string& cell) {
  const auto endpoint = parse_endpoint(cell);
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

std::string brief(const std::string& text) { return brief_text(text, 160); }

class Comparer {
 public:
  Comparer(const AlgorithmDefinition& before, const AlgorithmDefinition& after) : before_(before), after_(after) {}

  std::vector<Change> run() && {
    for (const SchemaDefinition& schema : before_.schemas)
      if (after_.schema(schema.id) == nullptr)
        add("schema-removed", schema.id, schema.id, fmt::format("Schema {} ({}) is gone.", schema.id, schema.title));
    for (const SchemaDefinition& schema : after_.schemas) {
      const SchemaDefinition* old = before_.schema(schema.id);
      if (old == nullptr)
        add("schema-added", schema.id, schema.id, fmt::format("Schema {} ({}) is new.", schema.id, schema.title));
      else
        compare_schemas(*old, schema);
    }
    find_users();
    for (const TableDefinition& table : before_.tables)
      if (after_.table(table.id) == nullptr)
        add("table-removed", users_[table.id], table.id, fmt::format("Table {} ({}) is gone.", table.id, table.title));
    for (const TableDefinition& table : after_.tables) {
      const TableDefinition* old = before_.table(table.id);
      if (old == nullptr)
        add("table-added", users_[table.id], table.id,
            fmt::format("Table {} ({}) is new, with {} rows.", table.id, table.title, table.row_count()));
      else
        compare_tables(*old, table);
    }
    return std::move(changes_);
  }

 private:
  void add(std::string kind, std::string schema, std::string subject, std::string text) {
    changes_.push_back({std::move(kind), std::move(schema), std::move(subject), std::move(text)});
  }

  void compare_schemas(const SchemaDefinition& old, const SchemaDefinition& now) {
    compare_fields(now.id, "input", old.inputs, now.inputs);
    compare_fields(now.id, "output", old.outputs, now.outputs);
    if (old.title != now.title)
      add("title-changed", now.id, now.id,
          fmt::format("{} is now titled '{}', was '{}'.", now.id, brief(now.title), brief(old.title)));
    if (old.selection_table != now.selection_table)
      add("selection-changed", now.id, now.id,
          fmt::format("{} is now chosen by table {} instead of {}.", now.id, now.selection_table, old.selection_table));
    if (old.on_invalid_input != now.on_invalid_input)
      add("policy-changed", now.id, now.id, fmt::format("{} treats invalid input differently.", now.id));
    const std::vector<std::string> old_steps = steps(old);
    const std::vector<std::string> new_steps = steps(now);
    for (const std::string& step : old_steps)
      if (std::find(new_steps.begin(), new_steps.end(), step) == new_steps.end())
        add("step-removed", now.id, now.id, fmt::format("{} no longer uses {}.", now.id, step));
    for (const std::string& step : new_steps)
      if (std::find(old_steps.begin(), old_steps.end(), step) == old_steps.end())
        add("step-added", now.id, now.id, fmt::format("{} now uses {}.", now.id, step));
    std::vector<std::string> sorted_old = old_steps;
    std::vector<std::string> sorted_new = new_steps;
    std::sort(sorted_old.begin(), sorted_old.end());
    std::sort(sorted_new.begin(), sorted_new.end());
    if (old_steps != new_steps && sorted_old == sorted_new)
      add("steps-reordered", now.id, now.id, fmt::format("{} uses its tables in another order.", now.id));
  }

  static std::string mapped(const TablePath& path) {
    std::string text = "table " + path.table;
    for (const KeyMapping& pair : path.input_mapping) text += fmt::format(", {} as {}", pair.from, pair.to);
    for (const KeyMapping& pair : path.output_mapping) text += fmt::format(", {} into {}", pair.from, pair.to);
    return text;
  }

  static std::vector<std::string> steps(const SchemaDefinition& schema) {
    std::vector<std::string> all;
    for (const KeyValue& pair : schema.initial_context)
      all.push_back(fmt::format("initial {} {}", pair.key, shown(pair.value)));
    for (const MappingDefinition& mapping : schema.mappings) {
      for (const TablePath& path : mapping.inclusion_tables)
        all.push_back(fmt::format("in step {}: only if {} matches", mapping.id, mapped(path)));
      for (const TablePath& path : mapping.exclusion_tables)
        all.push_back(fmt::format("in step {}: not if {} matches", mapping.id, mapped(path)));
      for (const KeyValue& pair : mapping.initial_context)
        all.push_back(fmt::format("in step {}: {} begins as {}", mapping.id, pair.key, shown(pair.value)));
      for (const TablePath& path : mapping.tables)
        all.push_back(fmt::format("in step {}: {}", mapping.id, mapped(path)));
    }
    return all;
  }

  static const FieldDefinition* find(const std::vector<FieldDefinition>& fields, const std::string& key) {
    const auto found =
        std::find_if(fields.begin(), fields.end(), [&](const FieldDefinition& field) { return field.key == key; });
    return found == fields.end() ? nullptr : &*found;
  }

  void compare_fields(const std::string& schema, const std::string& what, const std::vector<FieldDefinition>& old,
                      const std::vector<FieldDefinition>& now) {
    for (const FieldDefinition& field : old)
      if (find(now, field.key) == nullptr)
        add(what + "-removed", schema, field.key,
            fmt::format("{}: {} {} ({}) is gone.", schema, what, field.key, item_name(field)));
    for (const FieldDefinition& field : now) {
      const FieldDefinition* before = find(old, field.key);
      if (before == nullptr) {
        add(what + "-added", schema, field.key,
            fmt::format("{}: {} {} ({}) is new; default {}.", schema, what, field.key, item_name(field),
                        shown(field.default_value)));
        continue;
      }
      if (before->default_value != field.default_value)
        add("default-changed", schema, field.key,
            fmt::format("{}: the default of {} {} ({}) is {}, was {}.", schema, what, field.key, item_name(field),
                        shown(field.default_value), shown(before->default_value)));
      if (before->table != field.table)
        add("code-table-changed", schema, field.key,
            fmt::format("{}: {} {} is checked by table {}, was {}.", schema, what, field.key, shown(field.table),
                        shown(before->table)));
      if (before->used_for_staging != field.used_for_staging)
        add("use-changed", schema, field.key,
            fmt::format("{}: {} is {} used for staging.", schema, field.key,
                        field.used_for_staging ? "now" : "no longer"));
      if (before->name != field.name || before->naaccr_item != field.naaccr_item ||
          before->naaccr_xml_id != field.naaccr_xml_id)
        add("name-changed", schema, field.key,
            fmt::format("{}: {} is now called {}, was {}.", schema, field.key, item_name(field), item_name(*before)));
    }
  }

  void find_users() {
    std::set<std::string> seen;
    for (const AlgorithmDefinition* algorithm : {&before_, &after_})
      for (const SchemaDefinition& schema : algorithm->schemas) {
        std::set<std::string> used = {schema.selection_table};
        for (const FieldDefinition& field : schema.inputs)
          if (field.table) {
            used.insert(*field.table);
            code_tables_.insert(*field.table);
          }
        for (const MappingDefinition& mapping : schema.mappings)
          for (const auto* paths : {&mapping.inclusion_tables, &mapping.exclusion_tables, &mapping.tables})
            for (const TablePath& path : *paths) used.insert(path.table);
        for (const std::string& table : used) {
          if (!seen.insert(table + '\n' + schema.id).second) continue;
          std::string& users = users_[table];
          users += (users.empty() ? "" : ", ") + schema.id;
        }
      }
  }

  struct Row {
    std::string inputs;   // the codes a row stands for
    std::string results;  // its endpoints
    std::string texts;    // its descriptions
    std::size_t number = 0;
  };

  static Row row_of(const TableDefinition& table, std::size_t number) {
    Row row;
    row.number = number;
    for (std::size_t i = 0; i < table.columns.size(); ++i) {
      const ColumnDefinition& column = table.columns[i];
      const std::string text = table.is_null(number, i) ? "any" : without_references(table.cell(number, i));
      if (column.type == ColumnType::Description)
        row.texts += (row.texts.empty() || text.empty() ? "" : "; ") + text;
      else if (column.type == ColumnType::Input)
        row.inputs += (row.inputs.empty() ? "" : ", ") + column.key + " " + (text.empty() ? "blank" : text);
      else
        row.results += (row.results.empty() ? "" : ", ") + column.key + " " + result_words(text);
    }
    return row;
  }

  static std::string gives(const Row& row) { return row.results.empty() ? std::string() : " gives " + row.results; }
  static std::string described(const Row& row) {
    return row.texts.empty() ? std::string() : fmt::format(" ('{}')", brief(row.texts));
  }

  void compare_tables(const TableDefinition& old, const TableDefinition& now) {
    const std::string& users = users_[now.id];
    // Rows of an input's table are its codes.
    const char* const what = code_tables_.contains(now.id) ? "code" : "row";
    const std::string table =
        now.title.empty() ? fmt::format("Table {}", now.id) : fmt::format("Table {} ({})", now.id, brief(now.title));
    const auto kind = [&](const char* change) { return fmt::format("{}-{}", what, change); };
    if (column_list(old) != column_list(now))
      add("columns-changed", users, now.id,
          fmt::format("{}: the columns are {}, were {}.", table, column_list(now), column_list(old)));
    std::multimap<std::string, Row> left;
    for (std::size_t i = 0; i < old.row_count(); ++i) {
      Row row = row_of(old, i);
      left.emplace(row.inputs, std::move(row));
    }
    std::vector<std::size_t> kept;  // old places of the rows that are still there
    for (std::size_t i = 0; i < now.row_count(); ++i) {
      const Row row = row_of(now, i);
      auto [first, last] = left.equal_range(row.inputs);
      if (first == last) {
        add(kind("added"), users, now.id,
            fmt::format("{}: new in row {}: {}{}{}.", table, i + 1, row.inputs, gives(row), described(row)));
        continue;
      }
      auto match = std::find_if(first, last, [&](const auto& entry) { return entry.second.results == row.results; });
      if (match == last) {
        match = first;
        add(kind("changed"), users, now.id,
            fmt::format("{}: row {}: {} gives {}, gave {}.", table, i + 1, row.inputs,
                        row.results.empty() ? "nothing" : row.results,
                        match->second.results.empty() ? "nothing" : match->second.results));
      } else if (match->second.texts != row.texts) {
        add("text-changed", users, now.id,
            fmt::format("{}: row {}: {} is described as '{}', was '{}'.", table, i + 1, row.inputs, brief(row.texts),
                        brief(match->second.texts)));
      }
      kept.push_back(match->second.number);
      left.erase(match);
    }
    for (const auto& [inputs, row] : left)
      add(kind("removed"), users, now.id,
          fmt::format("{}: gone is {}, which{}{}.", table, inputs,
                      row.results.empty() ? " was row " + std::to_string(row.number + 1) : " gave " + row.results,
                      described(row)));
    if (!std::is_sorted(kept.begin(), kept.end()))
      add("rows-reordered", users, now.id,
          fmt::format("{}: its rows stand in another order; the first that fits counts.", table));
    if (old.notes != now.notes)
      add("notes-changed", users, now.id, fmt::format("{}: the notes were rewritten.", table));
  }

  static std::string column_list(const TableDefinition& table) {
    std::string list;
    for (const ColumnDefinition& column : table.columns) list += (list.empty() ? "" : ", ") + column.key;
    return list;
  }

  const AlgorithmDefinition& before_;
  const AlgorithmDefinition& after_;
  std::vector<Change> changes_;
  std::map<std::string, std::string> users_;
  std::set<std::string> code_tables_;
};

}  // namespace

std::vector<Change> compare_algorithms(const AlgorithmDefinition& before, const AlgorithmDefinition& after) {
  return Comparer(before, after).run();
}

std::string changes_text(const AlgorithmDefinition& before, const AlgorithmDefinition& after,
                         const std::vector<Change>& changes) {
  std::string out = fmt::format("{} {} to {} {}: {} changes\n", before.name, before.version, after.name, after.version,
                                changes.size());
  std::map<std::string, std::size_t> kinds;
  for (const Change& change : changes) ++kinds[change.kind];
  for (const auto& [kind, count] : kinds) out += fmt::format("  {:<20} {}\n", kind, count);
  for (const Change& change : changes) {
    out += change.text;
    const auto users = static_cast<std::size_t>(std::count(change.schema.begin(), change.schema.end(), ',')) + 1;
    if (users > 12)
      out += fmt::format(" Used by {} schemas.", users);
    else if (change.subject != change.schema && !change.schema.empty() && change.text.find(change.schema + ":") != 0)
      out += " Used by " + change.schema + ".";
    out += '\n';
  }
  return out;
}

void changes_json(const AlgorithmDefinition& before, const AlgorithmDefinition& after,
                  const std::vector<Change>& changes, JsonWriter& writer) {
  writer.begin_object()
      .member("algorithm", after.name)
      .member("from", before.version)
      .member("to", after.version)
      .key("changes")
      .begin_array();
  for (const Change& change : changes)
    writer.begin_object()
        .member("kind", change.kind)
        .member("schema", change.schema)
        .member("subject", change.subject)
        .member("text", change.text)
        .end_object();
  writer.end_array().end_object();
}

}  // namespace restage::registry
