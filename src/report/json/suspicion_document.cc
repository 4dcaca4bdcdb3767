// SPDX-License-Identifier: Apache-2.0
#include "report/json/suspicion_document.h"

#include "report/json/suspicion_json.h"
#include "report/json/timeline_json.h"
#include "report/words/suspicion_words.h"

namespace restage::report {
namespace {

void write_mechanism(JsonWriter& json, const statement::Mechanism& mechanism) {
  json.begin_object().member("name", mechanism.name).member("level", to_string(mechanism.level));
  write_texts(json, "first_test", mechanism.first_test);
  write_texts(json, "meanwhile", mechanism.meanwhile);
  json.member("rule", mechanism.rule);
  write_texts(json, "evidence", mechanism.evidence);
  write_rule_source(json, mechanism.source);
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

void write_issues(JsonWriter& json, const std::vector<DataIssue>& issues) {
  json.key("data_issues").begin_array();
  for (const DataIssue& issue : issues) write_issue(json, issue);
  json.end_array();
}

void write_members(JsonWriter& json, const statement::PatientSuspicion& patient) {
  json.member("id", patient.patient);
  write_red_flags(json, patient.red_flags);
  write_suspicion(json, patient.recurrence);
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
