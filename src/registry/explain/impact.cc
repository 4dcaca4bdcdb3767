// SPDX-License-Identifier: Apache-2.0
// The same cases under two versions.
#include "registry/explain/impact.h"

#include <algorithm>

#include "registry/run/algorithm_runner.h"
#include "registry/run/result_text.h"

namespace restage::registry {

namespace {

// The outputs of a case by key, null and absent as blank; sorted, as the schema keeps them.
std::vector<std::pair<std::string_view, std::string_view>> outputs_of(const ImpactSide& side) {
  std::vector<std::pair<std::string_view, std::string_view>> values;
  if (side.outcome == nullptr || side.outcome->result != StageResult::Staged) return values;
  const AlgorithmProgram& program = side.input->program();
  const SchemaProgram& schema = program.schemas[side.outcome->schema];
  for (std::size_t i = 0; i < schema.outputs.size(); ++i) {
    const std::string& key = program.keys[schema.outputs[i].default_value.slot];
    const FieldDefinition* field = schema.definition->output(key);
    if (field != nullptr && field->default_value && *field->default_value == "{{ctx_alg_version}}") continue;
    values.emplace_back(key, side.input->text(side.outcome->value(schema.outputs[i].default_value.slot)));
  }
  return values;
}

std::string result_of(const ImpactSide& side) {
  return side.outcome == nullptr ? std::string() : std::string(to_string(side.outcome->result));
}

std::string schema_of(const ImpactSide& side) {
  return side.outcome == nullptr || side.outcome->schema == kNone
             ? std::string()
             : side.input->program().schemas[side.outcome->schema].definition->id;
}

// Does the other version's table hold a row with the same codes and results?
bool has_row(const AlgorithmDefinition& other, const TableDefinition& table, std::size_t row) {
  const TableDefinition* same = other.table(table.id);
  if (same == nullptr || same->columns.size() != table.columns.size()) return false;
  const auto equal = [&](std::size_t number) {
    for (std::size_t i = 0; i < table.columns.size(); ++i) {
      if (same->columns[i].key != table.columns[i].key) return false;
      if (table.columns[i].type == ColumnType::Description) continue;
      if (same->cell(number, i) != table.cell(row, i) || same->is_null(number, i) != table.is_null(row, i))
        return false;
    }
    return true;
  };
  for (std::size_t number = 0; number < same->row_count(); ++number)
    if (equal(number)) return true;
  return false;
}

// The rows that made a value.
VersionRows rows_of(const ImpactSide& side, const ImpactSide& other, std::string_view key) {
  const AlgorithmProgram& program = side.input->program();
  const Slot slot = program.find_slot(key);
  if (slot == kNoSlot) return std::nullopt;
  std::vector<VersionRow> rows;
  for (const PathEntry& entry : rows_behind(*side.outcome, program, slot)) {
    const TableDefinition& table = *program.tables[entry.table].definition;
    rows.push_back({{table.id, entry.row + 1}, !has_row(*other.input->program().definition, table, entry.row)});
  }
  return rows;
}

std::vector<RowPlace> of_one_version(const VersionRows& rows) {
  std::vector<RowPlace> places;
  if (!rows) return places;
  for (const VersionRow& row : *rows)
    if (row.is_of_one_version) places.push_back(row.place);
  return places;
}

// Notes the moves of one case.
class CaseMoves {
 public:
  CaseMoves(const CaseName& name, const ImpactSide& before, const ImpactSide& after, Impact& impact)
      : name_(name), before_(before), after_(after), impact_(impact) {}

  void note(MovedThing thing, std::string_view key, std::string_view from, std::string_view to) {
    if (!moved_) ++impact_.moved;
    moved_ = true;
    FirstMove first{name_.text, {}, {}};
    if (thing == MovedThing::Output) {
      first.rows_before = rows_of(before_, after_, key);
      first.rows_after = rows_of(after_, before_, key);
    }
    const std::string schema = schema_of(after_);
    impact_.moves.add({schema.empty() ? schema_of(before_) : schema, name_.year, std::string(key), std::string(from),
                       std::string(to), of_one_version(first.rows_before), of_one_version(first.rows_after), thing},
                      name_.place, [&] { return std::move(first); });
  }

  void note_outputs(const std::vector<std::string>& wanted) {
    const auto old_values = outputs_of(before_);
    const auto new_values = outputs_of(after_);
    auto old = old_values.begin();
    auto now = new_values.begin();
    while (old != old_values.end() || now != new_values.end()) {
      const bool only_old = now == new_values.end() || (old != old_values.end() && old->first < now->first);
      const bool only_new = !only_old && (old == old_values.end() || now->first < old->first);
      const std::string_view key = only_new ? now->first : old->first;
      const std::string_view from = only_new ? std::string_view() : old->second;
      const std::string_view to = only_old ? std::string_view() : now->second;
      if (from != to && (wanted.empty() || std::find(wanted.begin(), wanted.end(), key) != wanted.end()))
        note(MovedThing::Output, key, from, to);
      if (!only_new) ++old;
      if (!only_old) ++now;
    }
  }

 private:
  const CaseName& name_;
  const ImpactSide& before_;
  const ImpactSide& after_;
  Impact& impact_;
  bool moved_ = false;
};

}  // namespace

void Impact::add(const Impact& other) {
  cases += other.cases;
  unreadable += other.unreadable;
  moved += other.moved;
  moves.add(other.moves);
}

void add_impact(const CaseName& name, const ImpactSide& before, const ImpactSide& after,
                const std::vector<std::string>& wanted, Impact& impact) {
  ++impact.cases;
  CaseMoves moves(name, before, after, impact);
  if (result_of(before) != result_of(after))
    moves.note(MovedThing::Result, "result", result_of(before), result_of(after));
  if (schema_of(before) != schema_of(after))
    moves.note(MovedThing::Schema, "schema", schema_of(before), schema_of(after));
  // Otherwise all outputs come or go with the result.
  if (before.outcome != nullptr && after.outcome != nullptr && before.outcome->result == after.outcome->result)
    moves.note_outputs(wanted);
}

struct ImpactRun::Side {
  explicit Side(std::shared_ptr<const AlgorithmProgram> program) : stager(program), input(*program) {}

  ImpactSide stage(const CaseText& text) {
    input.clear();
    for (const auto& [key, value] : text) {
      if (value)
        input.set(key, *value);
      else
        input.set_null(key);
    }
    return {&stager.stage(input, kNone, ForeignKeys::Drop), &input};
  }

  AlgorithmRunner stager;
  CaseInput input;
};

ImpactRun::ImpactRun(std::shared_ptr<const AlgorithmProgram> before, std::shared_ptr<const AlgorithmProgram> after,
                     std::vector<std::string> wanted)
    : before_(std::make_unique<Side>(std::move(before))),
      after_(std::make_unique<Side>(std::move(after))),
      wanted_(std::move(wanted)) {}
ImpactRun::~ImpactRun() = default;

void ImpactRun::add(const CaseName& name, const CaseText& text) {
  const ImpactSide before = before_->stage(text);
  add_impact(name, before, after_->stage(text), wanted_, impact_);
}

}  // namespace restage::registry
