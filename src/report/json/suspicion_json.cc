// SPDX-License-Identifier: Apache-2.0
#include "report/json/suspicion_json.h"

namespace restage::report {

void write_texts(JsonWriter& json, std::string_view key, const std::vector<std::string>& texts) {
  json.key(key).begin_array();
  for (const std::string& text : texts) json.value(text);
  json.end_array();
}

void write_rule_source(JsonWriter& json, const statement::RuleSource& source) {
  json.key("source").begin_object().member("document", source.document).member_or_null("year", source.year);
  json.member_or_null("section", source.section).end_object();
  json.member("trust", source.verified ? "verified" : "unverified").key("where").begin_object();
  json.member("pack", source.pack).member("table", source.table).member("row", source.row).end_object();
}

void write_suspicion(JsonWriter& json, const std::optional<statement::RecurrenceSuspicion>& asked) {
  json.key("suspicion");
  if (!asked) {
    json.null();
    return;
  }
  const statement::RecurrenceSuspicion& suspicion = *asked;
  json.begin_object().member("label", to_string(suspicion.label));
  json.member_or_null("detail", suspicion.detail).key("explanations").begin_array();
  for (const statement::Explanation& each : suspicion.explanations) {
    json.begin_object().member("name", each.name).member("rank", each.rank).member("rule", each.rule);
    write_texts(json, "settled_by", each.settled_by);
    write_texts(json, "evidence", each.evidence);
    write_rule_source(json, each.source);
    json.end_object();
  }
  json.end_array();
  write_texts(json, "confirm_with", suspicion.confirm_with);
  json.member_or_null("repeat_from", suspicion.repeat_from.text());
  write_texts(json, "missing", suspicion.missing);
  json.end_object();
}

}  // namespace restage::report
