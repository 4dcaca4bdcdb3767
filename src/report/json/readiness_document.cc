// SPDX-License-Identifier: Apache-2.0
#include "report/json/readiness_document.h"

#include "report/json/timeline_json.h"
#include "report/words/readiness_words.h"

namespace restage::report {
namespace {

using statement::PlanChoice;

void write_texts(JsonWriter& json, std::string_view key, const std::vector<std::string>& texts) {
  json.key(key).begin_array();
  for (const std::string& text : texts) json.value(text);
  json.end_array();
}

void write_source(JsonWriter& json, const statement::RuleSource& rule) {
  json.begin_object().member("document", rule.document).member_or_null("year", rule.year);
  json.member_or_null("section", rule.section);
  json.member("trust", rule.verified ? "verified" : "unverified");
  json.member("pack", rule.pack).member("table", rule.table).member("row", rule.row).end_object();
}

void write_missing(JsonWriter& json, const statement::MissingItem& missing) {
  json.begin_object().member("item", missing.item).member("why", missing.why).key("would_decide").begin_array();
  for (const statement::Branch& branch : missing.would_decide) {
    json.begin_object().member("input", branch.input).member("values", branch.values);
    write_texts(json, "groups", branch.groups);
    json.end_object();
  }
  json.end_array();
  write_texts(json, "evidence", missing.evidence);
  write_source(json.key("source"), missing.rule);
  json.end_object();
}

void write_not_needed(JsonWriter& json, std::string_view key, const std::vector<statement::NotNeeded>& list) {
  json.key(key).begin_array();
  for (const statement::NotNeeded& each : list) {
    json.begin_object().member("item", each.item).member("why", each.why);
    write_source(json.key("source"), each.rule);
    json.end_object();
  }
  json.end_array();
}

void write_choice(JsonWriter& json, const PlanChoice& choice, const std::vector<statement::Mechanism>& emergencies) {
  json.begin_object().key("plan").begin_object().member("id", choice.id).member_or_null("kind", choice.plan.kind);
  json.member_or_null("name", choice.plan.name).member_or_null("modality", choice.plan.modality);
  json.member_or_null("contrast", choice.plan.contrast).member_or_null("purpose", choice.plan.purpose);
  json.member_or_null("date", choice.plan.day.text()).end_object().member("verdict", to_string(choice.verdict));
  write_texts(json, "reasons", reasons_of(choice, emergencies));
  write_texts(json, "actions", actions_of(choice));
  json.key("alternatives").begin_array();
  for (const statement::Alternative& each : choice.alternatives)
    json.begin_object().member("modality", each.modality).member("what_is_lost", each.what_is_lost).end_object();
  json.end_array();
  write_texts(json, "evidence", choice.evidence);
  json.key("source").begin_array();
  for (const statement::RuleSource& rule : choice.rules) write_source(json, rule);
  json.end_array().end_object();
}

void write_members(JsonWriter& json, const statement::PatientReadiness& patient) {
  json.member("id", patient.patient).member("stage_status", to_string(patient.stage_status));
  json.member_or_null("stage_status_because", patient.status_because).key("missing").begin_array();
  for (const statement::MissingItem& missing : patient.missing) write_missing(json, missing);
  json.end_array();
  write_not_needed(json, "not_needed", patient.not_needed);
  json.key("test_choice").begin_array();
  for (const PlanChoice& choice : patient.test_choice) write_choice(json, choice, patient.emergencies);
  json.end_array();
  write_not_needed(json, "not_recommended", patient.not_recommended);
  json.key("emergencies").begin_array();
  for (const statement::Mechanism& each : patient.emergencies) json.value(emergency_text(each));
  json.end_array().key("not_detected").begin_array();
  for (const statement::LookedAt& each : patient.not_detected) json.value(looked_at_text(each));
  json.end_array();
}

void write_issues(JsonWriter& json, const std::vector<DataIssue>& issues) {
  json.key("data_issues").begin_array();
  for (const DataIssue& issue : issues) write_issue(json, issue);
  json.end_array();
}

}  // namespace

ReadinessDocument::ReadinessDocument(std::string& out, std::string_view program_version, std::string_view as_of)
    : json_(out) {
  json_.begin_object().member("restage", program_version).member("as_of", as_of).key("patients").begin_array();
}

void ReadinessDocument::add(const statement::PatientReadiness& patient) {
  if (patients_++ == 0) first_ = patient;
  json_.begin_object();
  write_members(json_, patient);
  write_issues(json_, patient.issues);
  json_.end_object();
}

void ReadinessDocument::finish(const std::vector<DataIssue>& issues) {
  json_.end_array();
  if (patients_ == 1) write_members(json_, first_);
  write_issues(json_, issues);
  json_.end_object();
}

}  // namespace restage::report
