// SPDX-License-Identifier: Apache-2.0
#include "report/json/suspicion_document.h"

#include "report/json/timeline_json.h"
#include "report/words/suspicion_words.h"

namespace restage::report {
namespace {

void write_texts(JsonWriter& json, std::string_view key, const std::vector<std::string>& texts) {
  json.key(key).begin_array();
  for (const std::string& text : texts) json.value(text);
  json.end_array();
}

void write_source(JsonWriter& json, const statement::RuleSource& source) {
  json.key("source").begin_object().member("document", source.document).member_or_null("year", source.year);
  json.member_or_null("section", source.section).end_object();
  json.member("trust", source.verified ? "verified" : "unverified").key("where").begin_object();
  json.member("pack", source.pack).member("table", source.table).member("row", source.row).end_object();
}

void write_mechanism(JsonWriter& json, const statement::Mechanism& mechanism) {
  json.begin_object().member("name", mechanism.name).member("level", to_string(mechanism.level));
  write_texts(json, "first_test", mechanism.first_test);
  write_texts(json, "meanwhile", mechanism.meanwhile);
  json.member("rule", mechanism.rule);
  write_texts(json, "evidence", mechanism.evidence);
  write_source(json, mechanism.source);
  json.end_object();
}

void write_red_flags(JsonWriter& json, const statement::RedFlags& flags) {
  json.member("level", to_string(flags.level)).member("action", action_text(flags.level)).key("mechanisms");
  json.begin_array();
  for (const statement::Mechanism& mechanism : flags.mechanisms) write_mechanism(json, mechanism);
  json.end_array().key("ask").begin_array();
  for (const statement::OpenQuestion& question : flags.ask) {
    json.begin_object().member("input", question.input).member("meaning", question.meaning);
    json.member("level", to_string(question.level)).member("mechanism", question.mechanism).end_object();
  }
  json.end_array();
  write_texts(json, "as_at_diagnosis", flags.as_at_diagnosis);
}

void write_recurrence(JsonWriter& json, const statement::RecurrenceSuspicion& suspicion) {
  json.key("suspicion").begin_object().member("label", to_string(suspicion.label));
  json.member_or_null("detail", suspicion.detail).key("explanations").begin_array();
  for (const statement::Explanation& each : suspicion.explanations) {
    json.begin_object().member("name", each.name).member("rank", each.rank).member("rule", each.rule);
    write_texts(json, "settled_by", each.settled_by);
    write_texts(json, "evidence", each.evidence);
    write_source(json, each.source);
    json.end_object();
  }
  json.end_array();
  write_texts(json, "confirm_with", suspicion.confirm_with);
  json.member_or_null("repeat_from", suspicion.repeat_from.text());
  write_texts(json, "missing", suspicion.missing);
  json.end_object();
}

void write_issues(JsonWriter& json, const std::vector<DataIssue>& issues) {
  json.key("data_issues").begin_array();
  for (const DataIssue& issue : issues) write_issue(json, issue);
  json.end_array();
}

void write_members(JsonWriter& json, const statement::PatientSuspicion& patient) {
  json.member("id", patient.patient);
  write_red_flags(json, patient.red_flags);
  if (patient.recurrence)
    write_recurrence(json, *patient.recurrence);
  else
    json.key("suspicion").null();
}

}  // namespace

SuspicionDocument::SuspicionDocument(std::string& out, std::string_view program_version, std::string_view as_of)
    : json_(out) {
  json_.begin_object().member("restage", program_version).member("as_of", as_of).key("patients").begin_array();
}

void SuspicionDocument::add(const statement::PatientSuspicion& patient) {
  if (patients_++ == 0) first_ = patient;
  json_.begin_object();
  write_members(json_, patient);
  write_issues(json_, patient.issues);
  json_.end_object();
}

void SuspicionDocument::finish(const std::vector<DataIssue>& issues) {
  json_.end_array();
  if (patients_ == 1) write_members(json_, first_);
  write_issues(json_, issues);
  json_.end_object();
}

}  // namespace restage::report
