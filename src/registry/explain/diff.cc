// SPDX-License-Identifier: Apache-2.0
// Two definitions side by side.
#include "registry/explain/diff.h"

#include <algorithm>
#include <map>
#include <set>
#include <utility>

#include "registry/archive/cell.h"

namespace restage::registry {
namespace {

const FieldDefinition* find(const std::vector<FieldDefinition>& fields, const std::string& key) {
  const auto found =
      std::find_if(fields.begin(), fields.end(), [&](const FieldDefinition& field) { return field.key == key; });
  return found == fields.end() ? nullptr : &*found;
}

bool same_columns(const TableDefinition& left, const TableDefinition& right) {
  return std::equal(left.columns.begin(), left.columns.end(), right.columns.begin(), right.columns.end(),
                    [](const ColumnDefinition& one, const ColumnDefinition& other) { return one.key == other.key; });
}

// A row by its parts, each column's key and its cell as people read it: what it stands for, gives and says.
struct Row {
  using Cells = std::vector<std::pair<std::string, std::string>>;
  Cells inputs;
  Cells results;
  std::vector<std::string> texts;
  std::size_t number = 0;
};

Row row_of(const TableDefinition& table, std::size_t number) {
  Row row;
  row.number = number;
  for (std::size_t i = 0; i < table.columns.size(); ++i) {
    const ColumnDefinition& column = table.columns[i];
    std::string text = table.is_null(number, i) ? "any" : without_references(table.cell(number, i));
    if (column.type == ColumnType::Endpoint)
      row.results.emplace_back(column.key, std::move(text));
    else if (column.type == ColumnType::Input)
      row.inputs.emplace_back(column.key, text.empty() ? "blank" : std::move(text));
    else if (!text.empty())
      row.texts.push_back(std::move(text));
  }
  return row;
}

class Comparer {
 public:
  Comparer(const AlgorithmDefinition& before, const AlgorithmDefinition& after) : before_(before), after_(after) {}

  std::vector<Change> run() && {
    for (const SchemaDefinition& schema : before_.schemas)
      if (after_.schema(schema.id) == nullptr) add(ChangeKind::SchemaRemoved, &schema, nullptr);
    for (const SchemaDefinition& schema : after_.schemas) {
      const SchemaDefinition* old = before_.schema(schema.id);
      if (old == nullptr)
        add(ChangeKind::SchemaAdded, nullptr, &schema);
      else
        compare_schemas(*old, schema);
    }
    find_users();
    for (const TableDefinition& table : before_.tables)
      if (after_.table(table.id) == nullptr) add(ChangeKind::TableRemoved, &table, nullptr);
    for (const TableDefinition& table : after_.tables) {
      const TableDefinition* old = before_.table(table.id);
      if (old == nullptr)
        add(ChangeKind::TableAdded, nullptr, &table);
      else
        compare_tables(*old, table);
    }
    return std::move(changes_);
  }

 private:
  Change& add(ChangeKind kind, const SchemaDefinition* old, const SchemaDefinition* now) {
    Change& change = changes_.emplace_back();
    change.kind = kind;
    change.subject = (now == nullptr ? old : now)->id;
    change.schemas = {change.subject};
    change.old_schema = old;
    change.new_schema = now;
    return change;
  }
  Change& add(ChangeKind kind, const TableDefinition* old, const TableDefinition* now) {
    Change& change = changes_.emplace_back();
    change.kind = kind;
    change.subject = (now == nullptr ? old : now)->id;
    change.schemas = users_[change.subject];
    change.old_table = old;
    change.new_table = now;
    return change;
  }
  void add_row(ChangeKind kind, const TableDefinition& old, const TableDefinition& now, std::size_t old_row,
               std::size_t new_row) {
    Change& change = add(kind, &old, &now);
    change.old_row = old_row;
    change.new_row = new_row;
  }

  void compare_schemas(const SchemaDefinition& old, const SchemaDefinition& now) {
    compare_fields(old, now, false);
    compare_fields(old, now, true);
    if (old.title != now.title) add(ChangeKind::TitleChanged, &old, &now);
    if (old.selection_table != now.selection_table) add(ChangeKind::SelectionChanged, &old, &now);
    if (old.on_invalid_input != now.on_invalid_input) add(ChangeKind::PolicyChanged, &old, &now);
    const std::vector<SchemaStep> old_steps = steps_of(old);
    const std::vector<SchemaStep> new_steps = steps_of(now);
    const auto add_missing = [&](ChangeKind kind, const std::vector<SchemaStep>& from,
                                 const std::vector<SchemaStep>& in) {
      for (const SchemaStep& step : from)
        if (std::find(in.begin(), in.end(), step) == in.end()) add(kind, &old, &now).step = step;
    };
    add_missing(ChangeKind::StepRemoved, old_steps, new_steps);
    add_missing(ChangeKind::StepAdded, new_steps, old_steps);
    if (old_steps != new_steps &&
        std::is_permutation(old_steps.begin(), old_steps.end(), new_steps.begin(), new_steps.end()))
      add(ChangeKind::StepsReordered, &old, &now);
  }

  void compare_fields(const SchemaDefinition& old_schema, const SchemaDefinition& new_schema, bool outputs) {
    const std::vector<FieldDefinition>& old = outputs ? old_schema.outputs : old_schema.inputs;
    const std::vector<FieldDefinition>& now = outputs ? new_schema.outputs : new_schema.inputs;
    const auto add_field = [&](ChangeKind kind, const FieldDefinition* before, const FieldDefinition* after) {
      Change& change = add(kind, &old_schema, &new_schema);
      change.subject = (after == nullptr ? before : after)->key;
      change.old_field = before;
      change.new_field = after;
      change.is_output = outputs;
    };
    for (const FieldDefinition& field : old)
      if (find(now, field.key) == nullptr)
        add_field(outputs ? ChangeKind::OutputRemoved : ChangeKind::InputRemoved, &field, nullptr);
    for (const FieldDefinition& field : now) {
      const FieldDefinition* before = find(old, field.key);
      if (before == nullptr) {
        add_field(outputs ? ChangeKind::OutputAdded : ChangeKind::InputAdded, nullptr, &field);
        continue;
      }
      if (before->default_value != field.default_value) add_field(ChangeKind::DefaultChanged, before, &field);
      if (before->table != field.table) add_field(ChangeKind::CodeTableChanged, before, &field);
      if (before->used_for_staging != field.used_for_staging) add_field(ChangeKind::UseChanged, before, &field);
      if (before->name != field.name || before->naaccr_item != field.naaccr_item ||
          before->naaccr_xml_id != field.naaccr_xml_id)
        add_field(ChangeKind::NameChanged, before, &field);
    }
  }

  void find_users() {
    std::set<std::pair<std::string, std::string>> seen;
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
        for (const std::string& table : used)
          if (seen.emplace(table, schema.id).second) users_[table].push_back(schema.id);
      }
  }

  void compare_tables(const TableDefinition& old, const TableDefinition& now) {
    if (!same_columns(old, now)) add(ChangeKind::ColumnsChanged, &old, &now);
    compare_rows(old, now);
    if (old.notes != now.notes) add(ChangeKind::NotesChanged, &old, &now);
  }

  // Rows are the same when they stand for the same codes; of several such, those that give the same.
  void compare_rows(const TableDefinition& old, const TableDefinition& now) {
    const bool of_codes = code_tables_.contains(now.id);
    std::multimap<Row::Cells, Row> left;
    for (std::size_t i = 0; i < old.row_count(); ++i) {
      Row row = row_of(old, i);
      Row::Cells inputs = row.inputs;
      left.emplace(std::move(inputs), std::move(row));
    }
    std::vector<std::size_t> kept;  // old places of the rows that are still there
    for (std::size_t i = 0; i < now.row_count(); ++i) {
      const Row row = row_of(now, i);
      auto [first, last] = left.equal_range(row.inputs);
      if (first == last) {
        add_row(of_codes ? ChangeKind::CodeAdded : ChangeKind::RowAdded, old, now, 0, i);
        continue;
      }
      auto match = std::find_if(first, last, [&](const auto& entry) { return entry.second.results == row.results; });
      if (match == last) {
        match = first;
        add_row(of_codes ? ChangeKind::CodeChanged : ChangeKind::RowChanged, old, now, match->second.number, i);
      } else if (match->second.texts != row.texts) {
        add_row(ChangeKind::TextChanged, old, now, match->second.number, i);
      }
      kept.push_back(match->second.number);
      left.erase(match);
    }
    for (const auto& [inputs, row] : left)
      add_row(of_codes ? ChangeKind::CodeRemoved : ChangeKind::RowRemoved, old, now, row.number, 0);
    if (!std::is_sorted(kept.begin(), kept.end())) add(ChangeKind::RowsReordered, &old, &now);
  }

  const AlgorithmDefinition& before_;
  const AlgorithmDefinition& after_;
  std::vector<Change> changes_;
  std::map<std::string, std::vector<std::string>> users_;
  std::set<std::string> code_tables_;
};

}  // namespace

std::string_view to_string(ChangeKind kind) noexcept {
  static constexpr std::string_view kNames[] = {
      "schema-removed",  "schema-added",       "title-changed",  "selection-changed", "policy-changed", "step-removed",
      "step-added",      "steps-reordered",    "input-removed",  "input-added",       "output-removed", "output-added",
      "default-changed", "code-table-changed", "use-changed",    "name-changed",      "table-removed",  "table-added",
      "columns-changed", "code-removed",       "code-added",     "code-changed",      "row-removed",    "row-added",
      "row-changed",     "text-changed",       "rows-reordered", "notes-changed"};
  static_assert(std::size(kNames) == static_cast<std::size_t>(ChangeKind::NotesChanged) + 1);
  return kNames[static_cast<std::size_t>(kind)];
}

std::vector<Change> compare_algorithms(const AlgorithmDefinition& before, const AlgorithmDefinition& after) {
  return Comparer(before, after).run();
}

}  // namespace restage::registry
