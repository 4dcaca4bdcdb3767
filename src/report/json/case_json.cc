// SPDX-License-Identifier: Apache-2.0
#include "report/json/case_json.h"

#include "base/json_writer.h"
#include "report/json/categories_json.h"

namespace restage::report {
namespace {

void write_list(JsonWriter& json, std::string_view name, const std::vector<std::string>& list) {
  json.key(name).begin_array();
  for (const std::string& text : list) json.value(text);
  json.end_array();
}

void write_refused(JsonWriter& json, const statement::StagedCase& staged) {
  json.key("group").null();
  write_list(json, "possible", {});
  json.member("status", "refused").member("message", staged.message);
}

void write_would_decide(JsonWriter& json, const statement::StagedCase& staged) {
  json.key("would_decide").begin_array();
  for (const statement::CaseDecider& decider : staged.would_decide) {
    json.begin_object().member("input", decider.input).key("branches").begin_array();
    for (const statement::Branch& branch : decider.branches) {
      json.begin_object().member("values", branch.values);
      write_list(json, "groups", branch.groups);
      json.end_object();
    }
    json.end_array().end_object();
  }
  json.end_array();
}

void write_staged(JsonWriter& json, const statement::StagedCase& staged) {
  json.member("pack", staged.pack_id).member("version", staged.pack_version).member("hash", staged.pack_hash);
  json.member("edition", staged.edition).member("site", staged.site);
  json.member_or_null("classification", staged.classification).key("inputs").begin_object();
  for (const auto& [name, value] : staged.inputs) json.member(name, value);
  json.end_object().member_or_null("group", staged.group);
  write_list(json, "possible", staged.possible);
  json.member("status", staged.status).member("message", staged.message).key("outputs").begin_object();
  for (const statement::CaseOutput& output : staged.outputs) write_list(json, output.name, output.possible);
  json.end_object();
  write_list(json, "missing", staged.missing);
  write_list(json, "immaterial", staged.immaterial);
  write_would_decide(json, staged);
  json.key("rules").begin_array();
  for (const statement::UsedRule& rule : staged.rules)
    json.begin_object()
        .member("table", rule.table)
        .member("row", rule.row)
        .member("source", rule.source)
        .member("verified", rule.verified)
        .end_object();
  json.end_array().member("rests_on_unverified", staged.rests_on_unverified);
  if (!staged.assumed.empty()) write_assumed(json, staged.assumed);
}

}  // namespace

void append_case_json(std::string& out, const statement::StagedCase& staged) {
  JsonWriter json(out);
  json.begin_object().member("row", staged.row).member("line", staged.line);
  if (staged.refused)
    write_refused(json, staged);
  else
    write_staged(json, staged);
  json.end_object();
  out += '\n';
}

}  // namespace restage::report
