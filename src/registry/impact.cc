// SPDX-License-Identifier: Apache-2.0
// The same cases under two versions.
#include <simdjson.h>

#include <fmt/format.h>

#include "registry/diff.h"
#include "registry/explain.h"
#include "registry/format.h"
#include "registry/stage.h"

namespace restage::registry {

struct ImpactRun::Side {
  explicit Side(std::shared_ptr<const Program> program) : stager(program), input(*program) {}

  const Outcome& stage(const CaseText& text) {
    input.clear();
    for (const auto& [key, value] : text) {
      if (value) input.set(key, *value);
      else input.set_null(key);
    }
    outcome = &stager.stage(input);
    return *outcome;
  }
  std::string rows(const std::string& key) const {
    const Slot slot = input.program().find_slot(key);
    return slot == kNoSlot ? "none" : rows_behind_text(*outcome, input.program(), slot);
  }

  Stager stager;
  CaseInput input;
  const Outcome* outcome = nullptr;
};

ImpactRun::ImpactRun(std::shared_ptr<const Program> before, std::shared_ptr<const Program> after)
    : before_(std::make_unique<Side>(std::move(before))), after_(std::make_unique<Side>(std::move(after))) {}
ImpactRun::~ImpactRun() = default;

void ImpactRun::add(const std::string& id, const CaseText& text) {
  ++impact_.cases;
  before_->stage(text);
  after_->stage(text);
  const StagedText old = staged_text(*before_->outcome, before_->input);
  const StagedText now = staged_text(*after_->outcome, after_->input);
  std::string year;
  for (const auto& [key, value] : text)
    if (key == "year_dx") year = value.value_or("");
  bool moved = false;
  const auto note = [&](const std::string& key, std::string from, std::string to, std::string rows_before, std::string rows_after) {
    if (from == to) return;
    moved = true;
    Impact::Group& group = impact_.moves[{now.schema_id.value_or(old.schema_id.value_or("none")), year, key, std::move(from), std::move(to), std::move(rows_before), std::move(rows_after)}];
    if (group.count++ == 0) group.first = id;
  };
  note("result", std::string(to_string(old.result)), std::string(to_string(now.result)), "", "");
  note("schema", old.schema_id.value_or("none"), now.schema_id.value_or("none"), "", "");
  std::map<std::string, std::pair<std::string, std::string>> values;
  for (const auto& [key, value] : old.output) values[key].first = value.value_or("");
  for (const auto& [key, value] : now.output) values[key].second = value.value_or("");
  for (const auto& [key, pair] : values)
    if (pair.first != pair.second && key != "derived_version") note(key, pair.first, pair.second, before_->rows(key), after_->rows(key));
  impact_.moved += moved;
}

std::string impact_text(const Impact& impact) {
  std::string out = fmt::format("{} cases staged under both versions: {} move, {} unreadable\n", impact.cases, impact.moved, impact.unreadable);
  std::string heading;
  for (const auto& [move, group] : impact.moves) {
    std::string here = fmt::format("\n{}, diagnosed {}\n", move.schema, move.year.empty() ? "in an unknown year" : move.year);
    if (here != heading) out += here;
    heading = std::move(here);
    out += fmt::format("  {}: '{}' becomes '{}' in {} cases (first: {})\n", move.key, move.before, move.after, group.count, group.first);
    if (!move.rows_after.empty()) out += fmt::format("    was by {}\n    now by {}\n", move.rows_before, move.rows_after);
  }
  return out;
}

void impact_json(const Impact& impact, JsonWriter& writer) {
  writer.begin_object().member("cases", static_cast<std::int64_t>(impact.cases)).member("moved", static_cast<std::int64_t>(impact.moved));
  writer.member("unreadable", static_cast<std::int64_t>(impact.unreadable)).key("moves").begin_array();
  for (const auto& [move, group] : impact.moves) {
    writer.begin_object().member("schema", move.schema).member("year", move.year).member("key", move.key).member("before", move.before).member("after", move.after);
    writer.member("rows_before", move.rows_before).member("rows_after", move.rows_after).member("count", static_cast<std::int64_t>(group.count)).member("first", group.first).end_object();
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
      if (member.value.is_string()) value = std::string(std::string_view(member.value));
      else if (member.value.is_number()) value = simdjson::to_string(member.value);
      else if (!member.value.is_null()) return Error{ErrorCode::Malformed, "a value is neither text, number nor null", ""};
      result.second.emplace_back(std::string(member.key), std::move(value));
    }
  } catch (const simdjson::simdjson_error& error) {
    return Error{ErrorCode::Malformed, fmt::format("not readable as a case: {}", simdjson::error_message(error.error())), ""};
  }
  return result;
}

}  // namespace restage::registry
