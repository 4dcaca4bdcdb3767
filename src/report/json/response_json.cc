// SPDX-License-Identifier: Apache-2.0
#include "report/json/response_json.h"

namespace restage::report {
namespace {

void number_or_null(JsonWriter& writer, std::string_view key, const std::optional<Decimal>& number) {
  writer.key(key);
  if (number)
    writer.value(*number);
  else
    writer.null();
}

void write_issues(JsonWriter& writer, std::string_view key, const std::vector<DataIssue>& issues) {
  writer.key(key).begin_array();
  for (const DataIssue& issue : issues) {
    writer.begin_object();
    writer.member("code", to_string(issue.code))
        .member("severity", to_string(issue.severity))
        .member("path", issue.path);
    writer.member("message", issue.message).member("remedy", issue.remedy).end_object();
  }
  writer.end_array();
}

void write_texts(JsonWriter& writer, std::string_view key, const std::vector<std::string>& texts) {
  writer.key(key).begin_array();
  for (const std::string& text : texts) writer.value(text);
  writer.end_array();
}

void write_values(JsonWriter& writer, std::string_view key, const NamedValues& values) {
  writer.key(key).begin_object();
  for (const auto& [name, value] : values) writer.member(name, value);
  writer.end_object();
}

void write_best(JsonWriter& writer, std::string_view key, const statement::BestResponse& best) {
  writer.key(key)
      .begin_object()
      .member_or_null("response", best.response)
      .member_or_null("date", best.date.text())
      .end_object();
}

void write_visit(JsonWriter& writer, const statement::VisitResult& visit, bool millimetres) {
  writer.begin_object().member("id", visit.id).member_or_null("date", visit.date.text());
  writer.member_or_null("target", visit.target).member_or_null("non_target", visit.non_target);
  writer.member_or_null("new_lesion", visit.new_lesion).member_or_null("overall", visit.overall);
  number_or_null(writer, "sum_mm", millimetres ? visit.sum : std::nullopt);
  number_or_null(writer, "nadir_mm", millimetres ? visit.nadir : std::nullopt);
  if (!millimetres) {
    number_or_null(writer, "sum", visit.sum);
    number_or_null(writer, "nadir", visit.nadir);
  }
  number_or_null(writer, "percent_from_baseline", visit.percent_from_baseline);
  number_or_null(writer, "percent_from_nadir", visit.percent_from_nadir);
  if (visit.event_date.is_known()) writer.member("progression_date", visit.event_date.text());
  if (visit.response_date.is_known()) writer.member("response_date", visit.response_date.text());
  if (!visit.components.empty()) write_values(writer, "components", visit.components);
  write_texts(writer, "rules", visit.rules);
  if (!visit.flags.empty()) write_texts(writer, "flags", visit.flags);
  write_issues(writer, "issues", visit.issues);
  writer.end_object();
}

void write_endpoint(JsonWriter& writer, const statement::Endpoint& endpoint) {
  writer.begin_object().member("name", endpoint.name).member_or_null("start", endpoint.start.text());
  writer.member_or_null("date", endpoint.date.text()).member("event", endpoint.event).member("reason", endpoint.reason);
  if (endpoint.days) writer.member("days", *endpoint.days);
  number_or_null(writer, "months", endpoint.months);
  writer.end_object();
}

}  // namespace

void begin_response_document(JsonWriter& writer, const response::Criterion& criterion, const response::Policy& policy,
                             std::string_view program_version) {
  writer.begin_object().member("restage", program_version).member("criterion", criterion.id);
  writer.key("policy").begin_object();
  for (const auto& [key, value] : policy.values()) writer.member(key, value);
  writer.end_object();
  writer.member("policy_hash", policy.hash());
  writer.key("pack").begin_object().member("id", criterion.id).member("version", criterion.version);
  writer.member("hash", criterion.content_hash).member("unit", criterion.unit).end_object();
  writer.key("subjects").begin_array();
}

void write_subject(JsonWriter& writer, const statement::ResponseResult& result) {
  writer.begin_object().member("id", result.subject).member_or_null("reader", result.reader);
  writer.key("baseline").begin_object().member_or_null("date", result.baseline_date.text());
  number_or_null(writer, "sum_mm", result.millimetres ? result.baseline_sum : std::nullopt);
  if (!result.millimetres) number_or_null(writer, "sum", result.baseline_sum);
  writer.end_object().key("visits").begin_array();
  for (const statement::VisitResult& visit : result.visits) write_visit(writer, visit, result.millimetres);
  writer.end_array().key("best").begin_object();
  write_best(writer, "unconfirmed", result.best_unconfirmed);
  write_best(writer, "confirmed", result.best_confirmed);
  writer.end_object();
  if (result.objective_response) writer.member("objective_response", *result.objective_response);
  if (result.disease_control) writer.member("disease_control", *result.disease_control);
  writer.key("endpoints").begin_array();
  for (const statement::Endpoint& endpoint : result.endpoints) write_endpoint(writer, endpoint);
  writer.end_array();
  if (!result.values.empty()) write_values(writer, "values", result.values);
  if (!result.rules.empty()) write_texts(writer, "rules", result.rules);
  if (!result.decisions.empty()) {
    writer.key("decisions").begin_array();
    for (const statement::OpenDecision& decision : result.decisions) {
      writer.begin_object()
          .member("reason", decision.reason)
          .member_or_null("date", decision.date.text())
          .member("state", "open");
      write_texts(writer, "options", decision.options);
      writer.end_object();
    }
    writer.end_array();
  }
  if (!result.own_policy.empty()) write_values(writer, "policy", result.own_policy);
  if (!result.unverified_rules.empty()) write_texts(writer, "unverified_rules", result.unverified_rules);
  write_issues(writer, "issues", result.issues);
  writer.end_object();
}

void end_response_document(JsonWriter& writer) { writer.end_array().end_object(); }

}  // namespace restage::report
