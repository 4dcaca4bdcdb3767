// SPDX-License-Identifier: Apache-2.0
// The same cases under two versions.
#include "registry/explain/impact.h"

#include <simdjson.h>

#include <algorithm>

#include <fmt/format.h>

#include "registry/explain/rows_behind.h"
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
  return side.outcome == nullptr ? std::string("not coded for this version")
                                 : std::string(to_string(side.outcome->result));
}

std::string schema_of(const ImpactSide& side) {
  return side.outcome == nullptr || side.outcome->schema == kNone
             ? std::string("none")
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

// The rows that made a value, and in `cause` those of them that the other version does not have.
std::string rows_of(const ImpactSide& side, const ImpactSide& other, std::string_view key, const char* mark,
                    std::string& cause) {
  const AlgorithmProgram& program = side.input->program();
  const Slot slot = program.find_slot(key);
  if (slot == kNoSlot) return "none";
  std::string text;
  for (const PathEntry& entry : rows_behind(*side.outcome, program, slot)) {
    const TableDefinition& table = *program.tables[entry.table].definition;
    const std::string row = fmt::format("{} row {}", table.id, entry.row + 1);
    text += (text.empty() ? "" : " > ") + row;
    if (has_row(*other.input->program().definition, table, entry.row)) continue;
    text += mark;
    cause += (cause.empty() ? "" : ", ") + row + mark;
  }
  return text.empty() ? "default" : text;
}

}  // namespace

void Impact::add(const Impact& other) {
  cases += other.cases;
  unreadable += other.unreadable;
  moved += other.moved;
  for (const auto& [move, group] : other.moves) {
    Group& mine = moves[move];
    if (mine.count == 0 || group.place < mine.place) {
      const std::uint64_t count = mine.count;
      mine = group;
      mine.count = count;
    }
    mine.count += group.count;
  }
}

void add_impact(const CaseName& name, const ImpactSide& before, const ImpactSide& after,
                const std::vector<std::string>& wanted, Impact& impact) {
  ++impact.cases;
  bool moved = false;
  const std::string schema_before = schema_of(before);
  const std::string schema_after = schema_of(after);
  const auto note = [&](std::string key, std::string from, std::string to, bool with_rows) {
    moved = true;
    std::string cause;
    std::string rows_before = with_rows ? rows_of(before, after, key, " (gone)", cause) : std::string();
    std::string rows_after = with_rows ? rows_of(after, before, key, " (new)", cause) : std::string();
    Impact::Group& group = impact.moves[{schema_after == "none" ? schema_before : schema_after, name.year,
                                         std::move(key), std::move(from), std::move(to), std::move(cause)}];
    if (group.count++ > 0) return;
    group.first = name.text;
    group.place = name.place;
    group.rows_before = std::move(rows_before);
    group.rows_after = std::move(rows_after);
  };
  if (result_of(before) != result_of(after)) note("result", result_of(before), result_of(after), false);
  if (schema_before != schema_after) note("schema", schema_before, schema_after, false);
  if (before.outcome == nullptr || after.outcome == nullptr || before.outcome->result != after.outcome->result) {
    impact.moved += moved;
    return;  // all outputs come or go with the result
  }
  const auto old_values = outputs_of(before);
  const auto new_values = outputs_of(after);
  auto old = old_values.begin();
  auto now = new_values.begin();
  while (old != old_values.end() || now != new_values.end()) {
    const bool only_old = now == new_values.end() || (old != old_values.end() && old->first < now->first);
    const bool only_new = !only_old && (old == old_values.end() || now->first < old->first);
    const std::string_view key = only_new ? now->first : old->first;
    const std::string_view from = only_new ? std::string_view() : old->second;
    const std::string_view to = only_old ? std::string_view() : now->second;
    if (from != to && (wanted.empty() || std::find(wanted.begin(), wanted.end(), key) != wanted.end()))
      note(std::string(key), std::string(from), std::string(to), true);
    if (!only_new) ++old;
    if (!only_old) ++now;
  }
  impact.moved += moved;
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

std::string impact_text(const Impact& impact) {
  std::string out = fmt::format("{} cases staged under both versions: {} move, {} unreadable\n", impact.cases,
                                impact.moved, impact.unreadable);
  std::string heading;
  for (const auto& [move, group] : impact.moves) {
    std::string here =
        fmt::format("\n{}, diagnosed {}\n", move.schema, move.year.empty() ? "in an unknown year" : move.year);
    if (here != heading) out += here;
    heading = std::move(here);
    const auto shown = [](const std::string& value) {
      return value.empty() ? std::string("blank") : "'" + value + "'";
    };
    out += fmt::format("  {}: {} becomes {} in {} case{} (first: {})\n", move.key, shown(move.before),
                       shown(move.after), group.count, group.count == 1 ? "" : "s", group.first);
    if (!move.cause.empty()) out += fmt::format("    moved by {}\n", move.cause);
    if (!group.rows_after.empty())
      out += fmt::format("    first was by {}\n    first is by  {}\n", group.rows_before, group.rows_after);
  }
  return out;
}

void impact_json(const Impact& impact, JsonWriter& writer) {
  writer.begin_object()
      .member("cases", static_cast<std::int64_t>(impact.cases))
      .member("moved", static_cast<std::int64_t>(impact.moved));
  writer.member("unreadable", static_cast<std::int64_t>(impact.unreadable)).key("moves").begin_array();
  for (const auto& [move, group] : impact.moves) {
    writer.begin_object()
        .member("schema", move.schema)
        .member("year", move.year)
        .member("key", move.key)
        .member("before", move.before)
        .member("after", move.after);
    writer.member("cause", move.cause)
        .member("rows_before", group.rows_before)
        .member("rows_after", group.rows_after)
        .member("count", static_cast<std::int64_t>(group.count))
        .member("first", group.first)
        .end_object();
  }
  writer.end_array().end_object();
}

Result<std::pair<std::string, CaseText>> parse_case_line(std::string_view line) {
  thread_local simdjson::dom::parser parser;
  std::pair<std::string, CaseText> result;
  try {
    const simdjson::dom::element document = parser.parse(line.data(), line.size());
    simdjson::dom::element id;
    result.first = document["id"].get(id) == simdjson::SUCCESS ? simdjson::to_string(id) : std::string("null");
    for (const auto member : simdjson::dom::object(document["input"])) {
      std::optional<std::string> value;
      if (member.value.is_string())
        value = std::string(std::string_view(member.value));
      else if (member.value.is_number())
        value = simdjson::to_string(member.value);
      else if (!member.value.is_null())
        return Error{ErrorCode::Malformed, "a value is neither text, number nor null", ""};
      result.second.emplace_back(std::string(member.key), std::move(value));
    }
  } catch (const simdjson::simdjson_error& error) {
    return Error{ErrorCode::Malformed,
                 fmt::format("not readable as a case: {}", simdjson::error_message(error.error())), ""};
  }
  return result;
}

}  // namespace restage::registry
