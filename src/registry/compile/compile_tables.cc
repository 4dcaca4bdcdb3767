// SPDX-License-Identifier: Apache-2.0
// Tables to classes and dense lookups, rows to actions.
#include "registry/compile/compiler.h"

#include <algorithm>

namespace restage::registry {
namespace {

constexpr std::size_t kDenseLimit = std::size_t{1} << 17;

// Splits the ids into classes that all cells of a column treat alike.
std::uint32_t refine(const AlgorithmProgram& program, const std::vector<std::uint32_t>& cells,
                     rules::ClassId* classes) {
  const std::size_t size = program.dictionary.size();
  std::vector<std::uint32_t> class_of(size, 0);
  std::uint32_t count = 1;
  std::vector<std::uint32_t> split;
  for (const std::uint32_t cell : cells) {
    split.assign(count, kNone);
    const auto words = program.cells[cell].accepted.words();
    for (std::size_t w = 0; w < words.size(); ++w)
      for (std::uint64_t bits = words[w]; bits != 0; bits &= bits - 1) {
        const std::size_t id = w * 64 + static_cast<std::size_t>(__builtin_ctzll(bits));
        std::uint32_t& target = split[class_of[id]];
        if (target == kNone) target = count++;
        class_of[id] = target;
      }
  }
  std::vector<std::uint32_t> number(count, kNone);
  std::uint32_t used = 0;
  for (std::size_t id = 0; id < size; ++id) {
    if (number[class_of[id]] == kNone) number[class_of[id]] = used++;
    classes[id] = static_cast<rules::ClassId>(number[class_of[id]]);
  }
  return used;
}

void lay_out_columns(Compiler& compiler, TableProgram& table, std::vector<std::size_t>& sources) {
  const TableDefinition& definition = *table.definition;
  for (std::size_t i = 0; i < definition.columns.size(); ++i) {
    const ColumnDefinition& column = definition.columns[i];
    if (column.type == ColumnType::Endpoint) table.endpoint_keys.push_back(column.key);
    if (column.type != ColumnType::Input) continue;
    const Slot slot = compiler.slot(column.key);
    table.message_slots.push_back(slot);
    const bool repeated =
        std::any_of(table.columns.begin(), table.columns.end(), [&](const ColumnRef& ref) { return ref.slot == slot; });
    if (repeated) continue;
    table.columns.push_back({nullptr, slot});
    sources.push_back(i);
  }
}

// The cell of a row for a key: of several columns with one key the last that is not null.
std::uint32_t cell_for(const Compiler& compiler, const TableDefinition& definition, std::size_t row,
                       const std::string& key) {
  std::uint32_t cell = kNone;
  for (std::size_t i = 0; i < definition.columns.size(); ++i)
    if (definition.columns[i].type == ColumnType::Input && definition.columns[i].key == key &&
        !definition.is_null(row, i))
      cell = compiler.cell_of.at(definition.cell(row, i));
  return cell;
}

const rules::ClassId* classes_for(Compiler& compiler, const TableProgram& table, std::size_t column) {
  std::vector<std::uint32_t> distinct;
  for (std::size_t row = 0; row < table.row_count; ++row) {
    const std::uint32_t cell = table.cells[row * table.columns.size() + column];
    if (cell != kNone && !compiler.program.cells[cell].cell.accepts_anything) distinct.push_back(cell);
  }
  std::sort(distinct.begin(), distinct.end());
  distinct.erase(std::unique(distinct.begin(), distinct.end()), distinct.end());
  const auto known = compiler.columns_done.find(distinct);
  if (known != compiler.columns_done.end()) return known->second;
  auto classes = std::make_unique<rules::ClassId[]>(compiler.program.dictionary.size());
  const std::uint32_t count = refine(compiler.program, distinct, classes.get());
  const rules::ClassId* result = classes.get();
  compiler.class_count[result] = count;
  compiler.program.class_arrays.push_back(std::move(classes));
  compiler.columns_done.emplace(std::move(distinct), result);
  return result;
}

void fill_lookup(Compiler& compiler, TableProgram& table) {
  const AlgorithmProgram& program = compiler.program;
  const std::size_t width = table.columns.size();
  std::vector<std::uint32_t> counts;
  std::vector<std::vector<ValueId>> samples(width);  // one id of each class
  for (std::size_t column = 0; column < width; ++column) {
    table.columns[column].classes = classes_for(compiler, table, column);
    counts.push_back(compiler.class_count[table.columns[column].classes]);
    samples[column].assign(counts.back(), kNotInterned);
    for (std::size_t id = 0; id < program.dictionary.size(); ++id) {
      ValueId& sample = samples[column][table.columns[column].classes[id]];
      if (sample == kNotInterned) sample = static_cast<ValueId>(id);
    }
  }
  rules::TableBuilder builder(counts, table.row_count);
  for (std::uint32_t row = 0; row < table.row_count; ++row)
    for (std::size_t column = 0; column < width; ++column) {
      const std::uint32_t cell = table.cells[row * width + column];
      if (cell == kNone || program.cells[cell].cell.accepts_anything) {
        builder.admit_all(row, column);
        continue;
      }
      for (std::uint32_t id = 0; id < counts[column]; ++id)
        if (program.cells[cell].accepted.test(samples[column][id]))
          builder.admit(row, column, static_cast<rules::ClassId>(id));
    }
  table.lookup = std::move(builder).build(kDenseLimit);
}

void fill_accepted(const AlgorithmProgram& program, TableProgram& table) {
  table.accepted = rules::BitSet(program.dictionary.size());
  for (std::uint32_t row = 0; row < table.row_count; ++row) {
    const std::uint32_t cell = table.cells[row];
    if (cell == kNone)
      table.accepted = rules::BitSet(program.dictionary.size(), true);
    else
      table.accepted |= program.cells[cell].accepted;
  }
  for (const ValueId id : {kAbsent, kNull, kBlank}) table.accepted.set(id);  // blank input is never validated
}

Action action_for(Compiler& compiler, const Endpoint& endpoint, Slot target, std::uint16_t column) {
  Action action{ActionKind::Write, column, target, 0};
  if (!endpoint.value) {
    action.kind = ActionKind::Remove;
  } else if (const auto key = reference_key(*endpoint.value)) {
    action.kind = ActionKind::Copy;
    action.value = compiler.slot(*key);
  } else {
    action.value = compiler.value(*endpoint.value);
  }
  return action;
}

struct EndpointColumn {
  std::size_t column = 0;
  std::vector<Slot> targets;  // the mapped keys, else its own
};

void add_actions(Compiler& compiler, Visit& visit, const EndpointColumn& column, std::uint16_t ordinal,
                 const Endpoint& endpoint, std::size_t row, const std::vector<KeyMapping>& output_mapping) {
  switch (endpoint.type) {
    case EndpointType::Value:
      for (const Slot target : column.targets) visit.actions.push_back(action_for(compiler, endpoint, target, ordinal));
      break;
    case EndpointType::Jump:
      visit.actions.push_back({ActionKind::Jump, ordinal, 0, compiler.visit(*endpoint.value, output_mapping)});
      break;
    case EndpointType::Stop:
      visit.actions.push_back({ActionKind::Stop, ordinal, 0, 0});
      break;
    case EndpointType::Error:
      visit.actions.push_back({ActionKind::Error, ordinal, 0, static_cast<std::uint32_t>(row)});
      break;
    case EndpointType::Match:
      break;
  }
}

void fill_visit(Compiler& compiler, Visit& visit, const TableDefinition& table,
                const std::vector<KeyMapping>& output_mapping) {
  std::vector<EndpointColumn> columns;
  for (std::size_t i = 0; i < table.columns.size(); ++i) {
    if (table.columns[i].type != ColumnType::Endpoint) continue;
    EndpointColumn column{i, {}};
    for (const KeyMapping& mapping : output_mapping)
      if (mapping.from == table.columns[i].key) column.targets.push_back(compiler.slot(mapping.to));
    if (column.targets.empty()) column.targets.push_back(compiler.slot(table.columns[i].key));
    columns.push_back(std::move(column));
  }
  for (std::size_t row = 0; row < table.row_count(); ++row) {
    visit.first_action.push_back(static_cast<std::uint32_t>(visit.actions.size()));
    std::uint16_t ordinal = 0;
    for (const EndpointColumn& column : columns) {
      const auto endpoint = parse_endpoint(table.cell(row, column.column));
      RESTAGE_ASSERT(endpoint.has_value());
      add_actions(compiler, visit, column, ordinal++, *endpoint, row, output_mapping);
    }
  }
  visit.first_action.push_back(static_cast<std::uint32_t>(visit.actions.size()));
}

}  // namespace

void Compiler::compile_tables() {
  program.tables.resize(definition.tables.size());
  for (std::size_t i = 0; i < definition.tables.size(); ++i) {
    TableProgram& table = program.tables[i];
    table.definition = &definition.tables[i];
    table.row_count = static_cast<std::uint32_t>(table.definition->row_count());
    std::vector<std::size_t> sources;
    lay_out_columns(*this, table, sources);
    for (std::size_t row = 0; row < table.row_count; ++row)
      for (const ColumnRef& column : table.columns)
        table.cells.push_back(cell_for(*this, *table.definition, row, program.keys[column.slot]));
    table.is_dynamic = std::any_of(table.cells.begin(), table.cells.end(),
                                   [&](std::uint32_t cell) { return cell != kNone && program.cells[cell].is_dynamic; });
    if (table.is_dynamic) continue;
    fill_lookup(*this, table);
    if (table.columns.size() == 1) fill_accepted(program, table);
  }
}

std::uint32_t Compiler::table_number(const std::string& id) const {
  const auto found = definition.table_index.find(id);
  return found == definition.table_index.end() ? kNone : static_cast<std::uint32_t>(found->second);
}

std::uint32_t Compiler::visit(const std::string& table_id, const std::vector<KeyMapping>& output_mapping) {
  std::string name = table_id;
  for (const KeyMapping& mapping : output_mapping) name += '\n' + mapping.from + '\t' + mapping.to;
  const auto [place, is_new] = visit_of.emplace(std::move(name), static_cast<std::uint32_t>(program.visits.size()));
  if (is_new) {
    program.visits.emplace_back().table_id = table_id;
    pending_visits.push_back({place->second, output_mapping});
  }
  return place->second;
}

void Compiler::finish_visits() {
  while (!pending_visits.empty()) {
    const PendingVisit pending = std::move(pending_visits.back());
    pending_visits.pop_back();
    Visit made = std::move(program.visits[pending.number]);
    made.table = table_number(made.table_id);
    if (made.table != kNone) fill_visit(*this, made, definition.tables[made.table], pending.output_mapping);
    program.visits[pending.number] = std::move(made);
  }
}

}  // namespace restage::registry
