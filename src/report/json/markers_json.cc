// SPDX-License-Identifier: Apache-2.0
#include "report/json/markers_json.h"

#include "base/json_writer.h"
#include "report/json/timeline_json.h"

namespace restage::report {
namespace {

void write_number(JsonWriter& json, std::string_view key, const std::optional<Decimal>& number) {
  json.key(key);
  if (number)
    json.value(*number);
  else
    json.null();
}

void write_texts(JsonWriter& json, std::string_view key, const std::vector<std::string>& texts) {
  json.key(key).begin_array();
  for (const std::string& text : texts) json.value(text);
  json.end_array();
}

void write_rule(JsonWriter& json, const statement::MarkerRule& rule) {
  json.begin_object();
  json.member("id", rule.id).member("result", to_string(rule.result));
  json.member_or_null("date", rule.date.text());
  write_number(json, "threshold", rule.threshold);
  write_number(json, "reference", rule.reference);
  json.member_or_null("reference_date", rule.reference_date.text());
  json.member_or_null("class", rule.kind);
  json.member_or_null("policy", rule.policy).member("chosen", rule.chosen);
  json.member_or_null("defines", rule.defines).member_or_null("tumor", rule.tumor);
  write_texts(json, "evidence", rule.evidence);
  json.key("source").begin_object();
  json.member("document", rule.source.document).member_or_null("section", rule.source.section);
  json.member("status", rule.source.verified ? "verified" : "unverified");
  json.member("pack", rule.source.pack).member("table", rule.source.table).member("row", rule.source.row);
  json.end_object();
  json.end_object();
}

void write_series(JsonWriter& json, const statement::MarkerSeries& series) {
  json.begin_object();
  json.member("analyte", series.analyte).member_or_null("unit", series.unit).member_or_null("assay", series.assay);
  json.key("points").begin_array();
  for (const statement::MarkerPoint& point : series.points) {
    json.begin_object();
    json.member("date", point.date.text()).member("value", point.value).member("censored", point.censored());
    if (point.censored()) json.member("comparator", point.comparator);
    if (point.upper) json.member("upper", *point.upper);
    json.member("evidence", point.fact);
    json.end_object();
  }
  json.end_array();
  write_number(json, "doubling_time_days", series.doubling_days);
  write_number(json, "doubling_time_months", series.doubling_months);
  write_number(json, "doubling_time_days_two_points", series.doubling_days_two_points);
  write_number(json, "half_life_days", series.half_life_days);
  json.member("reliable", series.reliable);
  write_texts(json, "reasons", series.reasons);
  json.key("rules").begin_array();
  for (const statement::MarkerRule& rule : series.rules) write_rule(json, rule);
  json.end_array();
  json.end_object();
}

void write_patient(JsonWriter& json, const statement::PatientMarkers& patient) {
  json.member_or_null("id", patient.patient).member_or_null("as_of", patient.as_of.text());
  json.key("series").begin_array();
  for (const statement::MarkerSeries& series : patient.series) write_series(json, series);
  json.end_array();
  json.key("data_issues").begin_array();
  for (const DataIssue& issue : patient.issues) write_issue(json, issue);
  json.end_array();
}

struct FormulaWriter {
  JsonWriter& json;
  void operator()(std::monostate) const { json.null(); }
  void operator()(bool flag) const { json.value(flag); }
  void operator()(const Decimal& number) const { json.value(number); }
  void operator()(const std::string& text) const { json.value(text); }
  template <class T>
  void operator()(const std::vector<T>& list) const {
    json.begin_array();
    for (const auto& each : list) json.value(static_cast<const T&>(each));
    json.end_array();
  }
};

}  // namespace

std::string markers_json(const std::vector<statement::PatientMarkers>& patients) {
  std::string out;
  JsonWriter json(out, 2);
  json.begin_object();
  if (patients.size() == 1) write_patient(json, patients.front());
  json.key("patients").begin_array();
  for (const statement::PatientMarkers& patient : patients) {
    json.begin_object();
    write_patient(json, patient);
    json.end_object();
  }
  json.end_array();
  json.end_object();
  return out + "\n";
}

std::string formula_json(const statement::FormulaResult& result) {
  std::string out;
  JsonWriter json(out, 2);
  json.begin_object();
  json.member("kind", result.kind);
  for (const auto& [name, value] : result.values) {
    json.key(name);
    std::visit(FormulaWriter{json}, value);
  }
  json.end_object();
  return out + "\n";
}

}  // namespace restage::report
