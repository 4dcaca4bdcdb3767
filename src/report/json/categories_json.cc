// SPDX-License-Identifier: Apache-2.0
#include "report/json/categories_json.h"

#include "report/words/assumptions.h"

namespace restage::report {
namespace {

using statement::Assumption;
using statement::CategoryReasons;

void write_list(JsonWriter& json, std::string_view name, const std::vector<std::string>& list) {
  json.key(name).begin_array();
  for (const std::string& text : list) json.value(text);
  json.end_array();
}

void write_input(JsonWriter& json, const statement::InputUse& input) {
  json.begin_object().member("name", input.name);
  json.member_or_null("words", input.words).member_or_null("value", input.value).member_or_null("unit", input.unit);
  write_list(json, "evidence", input.evidence);
  json.member("assumed", input.assumed).end_object();
}

void write_reasons(JsonWriter& json, const CategoryReasons& reasons) {
  json.begin_object().member_or_null("value", reasons.value);
  write_list(json, "possible", reasons.possible);
  json.member_or_null("basis", to_string(reasons.basis));
  json.key("inputs").begin_array();
  for (const statement::InputUse& input : reasons.inputs) write_input(json, input);
  json.end_array();
  write_list(json, "evidence", reasons.evidence);
  json.key("refused").begin_array();
  for (const statement::RefusedFact& refused : reasons.refused)
    json.begin_object().member("id", refused.id).member("reason", to_string(refused.reason)).end_object();
  json.end_array();
  json.key("rules").begin_array();
  for (const std::size_t rule : reasons.rules) json.value(static_cast<std::int64_t>(rule));
  json.end_array().end_object();
}

}  // namespace

void write_assumed(JsonWriter& json, std::span<const statement::Assumption> list) {
  json.key("assumed").begin_array();
  for (const Assumption& assumed : list) {
    json.begin_object()
        .member("input", assumed.input)
        .member("value", assumed.value)
        .member("because", assumption_reason(assumed))
        .member_or_null("rule", assumed.rule)
        .member_or_null("source", assumed.source)
        .member("verified", assumed.verified);
    write_list(json, "evidence", assumed.evidence);
    write_list(json, "covered", assumed.covered);
    json.end_object();
  }
  json.end_array();
}

void write_category_reasons(JsonWriter& json, const statement::Statement& statement) {
  constexpr std::pair<const char*, Axis> kAxes[] = {
      {"t", Axis::T}, {"n", Axis::N}, {"m", Axis::M}, {"group", Axis::Group}};
  json.key("categories").begin_object();
  for (const auto& [name, axis] : kAxes) {
    json.key(name);
    write_reasons(json, statement.reasons(axis));
  }
  json.end_object();
  write_assumed(json, statement.assumed);
}

}  // namespace restage::report
