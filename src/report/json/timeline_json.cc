// SPDX-License-Identifier: Apache-2.0
#include "report/json/timeline_json.h"

#include "core/partial_date.h"
#include "report/json/categories_json.h"
#include "report/json/primaries_json.h"
#include "report/json/suspicion_json.h"
#include "report/words/editions.h"
#include "report/words/remarks.h"

namespace restage::report {
namespace {

using statement::Statement;

void write_date(JsonWriter& json, std::string_view name, const PartialDate& date) {
  json.member_or_null(name, date.text());
}

void write_list(JsonWriter& json, std::string_view name, const std::vector<std::string>& list) {
  json.key(name).begin_array();
  for (const std::string& text : list) json.value(text);
  json.end_array();
}

void write_pairs(JsonWriter& json, std::string_view name,
                 const std::vector<std::pair<std::string, std::string>>& pairs) {
  json.key(name).begin_object();
  for (const auto& [key, value] : pairs) json.member(key, value);
  json.end_object();
}

void write_categories(JsonWriter& json, const statement::Statement& statement) {
  const std::pair<const char*, const statement::Category*> axes[] = {
      {"t", &statement.t}, {"n", &statement.n}, {"m", &statement.m}};
  for (const auto& [name, category] : axes) json.member_or_null(name, category->value);
  json.key("basis").begin_object();
  for (const auto& [name, category] : axes) json.member_or_null(name, to_string(category->basis));
  json.end_object();
  json.key("prefix").begin_object();
  for (const auto& [name, category] : axes) json.member(name, category->prefix);
  json.end_object();
  json.key("suffixes").begin_object();
  for (const auto& [name, category] : axes)
    if (!category->suffixes.empty()) json.member(name, category->suffixes);
  json.end_object();
  json.key("possible_categories").begin_object();
  for (const auto& [name, category] : axes)
    if (!category->possible.empty()) write_list(json, name, category->possible);
  json.end_object();
}

void write_stated(JsonWriter& json, const statement::Statement& statement) {
  json.key("stated");
  if (!statement.stated) {
    json.null();
    return;
  }
  const statement::StatedStage& stated = *statement.stated;
  json.begin_object();
  json.member_or_null("t", stated.t)
      .member_or_null("n", stated.n)
      .member_or_null("m", stated.m)
      .member_or_null("group", stated.group);
  json.key("agrees");
  if (stated.compared)
    json.value(stated.agrees);
  else
    json.null();
  json.member_or_null("edition", stated.edition);
  json.key("differences").begin_array();
  for (const statement::StatedDifference& difference : stated.differences) json.value(difference_text(difference));
  json.end_array();
  write_list(json, "facts", stated.facts);
  json.end_object();
}

void write_reasons(JsonWriter& json, const statement::Statement& statement) {
  json.key("would_decide").begin_array();
  for (const statement::Branch& branch : statement.would_decide) {
    json.begin_object().member("input", branch.input).member("values", branch.values);
    write_list(json, "groups", branch.groups);
    json.end_object();
  }
  json.end_array();
  write_list(json, "missing", statement.missing);
  write_list(json, "immaterial", statement.immaterial);
  write_pairs(json, "factors", statement.factors);
  write_pairs(json, "findings", statement.findings);
  write_list(json, "evidence", statement.evidence);
  json.key("refused").begin_array();
  for (const statement::RefusedFact& refused : statement.refused)
    json.begin_object().member("id", refused.id).member("reason", to_string(refused.reason)).end_object();
  json.end_array();
  write_list(json, "anchors", statement.anchors);
  json.key("rules").begin_array();
  for (const statement::UsedRule& rule : statement.rules) {
    json.begin_object().member("pack", rule.pack).member("table", rule.table).member("row", rule.row);
    json.member("source", rule.source).member("verified", rule.verified).end_object();
  }
  json.end_array();
}

}  // namespace

void write_statement(JsonWriter& json, const statement::Statement& statement) {
  json.begin_object();
  json.member("id", statement.id);
  write_date(json, "date", statement.date);
  json.member("undated", statement.undated);
  json.member("classification", to_string(statement.classification));
  json.member_or_null("system", statement.system).member_or_null("edition", statement.edition);
  write_categories(json, statement);
  json.member_or_null("group", statement.group);
  json.member("status", to_string(statement.status));
  write_list(json, "possible", statement.possible);
  json.member_or_null("applies_if", conditions_text(statement)).member_or_null("provisional", statement.provisional);
  write_reasons(json, statement);
  write_category_reasons(json, statement);
  write_stated(json, statement);
  json.key("notes").begin_array();
  for (const statement::Note& note : statement.notes) json.value(note_text(statement, note));
  json.end_array();
  json.key("pack").begin_object();
  json.member_or_null("id", statement.pack_id)
      .member_or_null("version", statement.pack_version)
      .member_or_null("hash", statement.pack_hash);
  json.member("rests_on_unverified", statement.rests_on_unverified).end_object();
  json.end_object();
}

namespace {

void write_days(JsonWriter& json, std::string_view name, const std::optional<int>& days) {
  if (days)
    json.member(name, *days);
  else
    json.key(name).null();
}

void write_recurrence(JsonWriter& json, const statement::Recurrence& recurrence) {
  json.begin_object();
  write_date(json, "date", recurrence.confirmed);
  write_date(json, "first_suspected", recurrence.first_suspected);
  write_list(json, "extent", recurrence.extents);
  write_list(json, "organs", recurrence.organs);
  json.key("first_seen").begin_array();
  for (const statement::OrganDate& organ : recurrence.first_seen) {
    json.begin_object().member("organ", organ.organ);
    write_date(json, "date", organ.first);
    json.end_object();
  }
  json.end_array();
  json.member("confirmation", to_string(recurrence.confirmation)).member("tissue_proven", recurrence.tissue_proven);
  write_date(json, "disease_free_from", recurrence.disease_free_from);
  write_days(json, "disease_free_days", recurrence.disease_free_days);
  write_date(json, "treatment_ended", recurrence.treatment_ended);
  write_days(json, "days_from_treatment_end", recurrence.treatment_free_days);
  json.member_or_null("detected_by", recurrence.detected_by).member_or_null("behavior", recurrence.behavior);
  write_list(json, "evidence", recurrence.evidence);
  write_list(json, "signals", recurrence.signals);
  json.end_object();
}

/// What follows from the states: the biochemical recurrence, what a registry asks, limited metastases, conversions.
void write_consequences(JsonWriter& json, const statement::TumorTimeline& tumor) {
  json.key("biochemical");
  if (tumor.biochemical) {
    json.begin_object();
    write_date(json, "date", tumor.biochemical->date);
    json.member("rule", tumor.biochemical->rule);
    write_list(json, "evidence", tumor.biochemical->evidence);
    json.end_object();
  } else {
    json.null();
  }
  json.key("naaccr").begin_object();
  json.member("1770", tumor.registry.cancer_status)
      .member("1860", tumor.registry.recurrence_date)
      .member("1880", tumor.registry.recurrence_type)
      .end_object();
  json.member_or_null("oligometastatic", tumor.oligometastatic ? tumor.oligometastatic->name : std::string());
  json.key("oligometastatic_basis");
  if (tumor.oligometastatic) {
    json.begin_object();
    write_date(json, "date", tumor.oligometastatic->date);
    json.member("verified", tumor.oligometastatic->verified);
    write_list(json, "evidence", tumor.oligometastatic->evidence);
    json.end_object();
  } else {
    json.null();
  }
  json.key("conversions").begin_array();
  for (const statement::Conversion& conversion : tumor.conversions) {
    json.begin_object();
    write_date(json, "date", conversion.date);
    json.member_or_null("organ", conversion.organ);
    write_list(json, "evidence", conversion.evidence);
    json.end_object();
  }
  json.end_array();
  write_suspicion(json, tumor.suspicion);
}

void write_then_and_now(JsonWriter& json, const statement::TumorTimeline& tumor) {
  json.key("then_and_now");
  if (!tumor.then_and_now) {
    json.null();
    return;
  }
  json.begin_object()
      .member_or_null("then", tumor.then_and_now->then_statement)
      .member_or_null("now", tumor.then_and_now->now_statement);
  json.key("differences").begin_array();
  for (const statement::Difference& difference : tumor.then_and_now->differences) {
    json.begin_object().member("what", difference.what).member("then", difference.then).member("now", difference.now);
    write_list(json, "evidence", difference.evidence);
    json.end_object();
  }
  json.end_array().end_object();
}

void write_edition_differences(JsonWriter& json, const statement::TumorTimeline& tumor) {
  json.key("edition_differences").begin_array();
  for (const EditionDifference& difference : edition_differences(tumor)) {
    json.begin_object().member("first", difference.first->id).member("other", difference.other->id);
    json.member("differs", !difference.differing.empty()).member("text", difference.text).key("parts").begin_array();
    for (const EditionPart& part : difference.differing)
      json.begin_object()
          .member("part", part.name)
          .member("first", part.first)
          .member("other", part.other)
          .end_object();
    json.end_array().end_object();
  }
  json.end_array();
}

void write_responses(JsonWriter& json, const std::vector<statement::ResponseStatement>& statements) {
  const auto number = [&](std::string_view name, const std::optional<Decimal>& value) {
    if (value)
      json.member(name, *value);
    else
      json.key(name).null();
  };
  for (const statement::ResponseStatement& statement : statements) {
    json.begin_object()
        .member_or_null("date", statement.date.text())
        .member("basis", statement.basis)
        .member_or_null("criterion", statement.criterion)
        .member_or_null("reader", statement.reader);
    json.member("overall", statement.overall)
        .member_or_null("target", statement.target)
        .member_or_null("non_target", statement.non_target)
        .member_or_null("new_lesion", statement.new_lesion);
    number("sum_mm", statement.sum_mm);
    number("percent_from_baseline", statement.percent_from_baseline);
    number("percent_from_nadir", statement.percent_from_nadir);
    json.key("rules").begin_array();
    for (const std::string& rule : statement.rules) json.value(rule);
    json.end_array().key("evidence").begin_array();
    for (const std::string& id : statement.evidence) json.value(id);
    json.end_array().end_object();
  }
}

void write_tumor(JsonWriter& json, const statement::TumorTimeline& tumor) {
  json.begin_object().member("id", tumor.tumor.id);
  const TumorSite& site = tumor.tumor.site;
  json.key("site").begin_object();
  json.member_or_null("topography", site.topography)
      .member_or_null("histology", site.histology)
      .member_or_null("behavior", site.behavior);
  json.member_or_null("schema", tumor.schema)
      .member_or_null("laterality", site.laterality)
      .member_or_null("text", site.text)
      .end_object();
  write_date(json, "diagnosed", tumor.tumor.diagnosed);
  json.key("statements").begin_array();
  for (const statement::Statement& statement : tumor.statements) write_statement(json, statement);
  json.end_array();
  write_edition_differences(json, tumor);
  json.key("responses").begin_array();
  write_responses(json, tumor.responses);
  json.end_array();
  json.key("status").begin_array();
  for (const statement::StatusEntry& entry : tumor.status) {
    json.begin_object();
    write_date(json, "date", entry.date);
    json.member("state", to_string(entry.state)).member_or_null("extent", entry.extent);
    write_list(json, "organs", entry.organs);
    json.member_or_null("remission", entry.remission);
    write_list(json, "evidence", entry.evidence);
    json.end_object();
  }
  json.end_array();
  json.key("recurrences").begin_array();
  for (const statement::Recurrence& recurrence : tumor.recurrences) write_recurrence(json, recurrence);
  json.end_array();
  write_consequences(json, tumor);
  write_then_and_now(json, tumor);
  json.end_object();
}

}  // namespace

void write_issue(JsonWriter& json, const DataIssue& issue) {
  json.begin_object().member("code", to_string(issue.code)).member("severity", to_string(issue.severity));
  json.member("path", issue.path).member("message", issue.message).member("remedy", issue.remedy).end_object();
}

void write_patient(JsonWriter& json, const statement::PatientTimeline& patient) {
  json.begin_object().member_or_null("id", patient.course.patient);
  json.key("tumors").begin_array();
  for (const statement::TumorTimeline& tumor : patient.tumors) write_tumor(json, tumor);
  json.end_array();
  json.key("data_issues").begin_array();
  for (const DataIssue& issue : patient.issues) write_issue(json, issue);
  json.end_array();
  if (patient.primaries) write_primaries(json, *patient.primaries);
  json.end_object();
}

}  // namespace restage::report
