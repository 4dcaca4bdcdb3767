// SPDX-License-Identifier: Apache-2.0
#include "report/responses.h"

#include <algorithm>

#include "response/assess.h"

namespace restage::report {
namespace {

bool belongs(const Fact& fact, const std::string& tumor) { return fact.tumor.empty() || fact.tumor == tumor; }

std::vector<std::string> measured_on(const Course& course, const std::string& tumor, const PartialDate& date) {
  std::vector<std::string> ids;
  for (const Fact& fact : course.facts)
    if (belongs(fact, tumor) && fact.effective == date && std::holds_alternative<LesionMeasurement>(fact.payload))
      ids.push_back(fact.id);
  return ids;
}

void add_documented(const Course& course, const std::string& tumor, std::vector<ResponseStatement>& statements) {
  for (const Fact& fact : course.facts) {
    const auto* event = std::get_if<Event>(&fact.payload);
    if (event == nullptr || !belongs(fact, tumor)) continue;
    std::string said = event->text;
    if (event->kind == Event::Kind::Stable && said.empty()) said = "SD";
    if (event->kind == Event::Kind::Progression && said.empty()) said = "PD";
    const bool response = event->kind == Event::Kind::Response || event->kind == Event::Kind::Stable ||
                          event->kind == Event::Kind::Progression;
    if (!response || said.empty()) continue;
    ResponseStatement statement;
    statement.date = fact.effective;
    statement.basis = "documented";
    statement.overall = said;
    statement.evidence = {fact.id};
    statements.push_back(std::move(statement));
  }
}

}  // namespace

void ResponseCollector::add_measured(const Course& course, const std::string& tumor,
                                     std::vector<ResponseStatement>& statements) {
  if (!library_) {
    auto library = response::CriterionLibrary::embedded();
    if (!library) return;
    library_ = std::move(*library);
  }
  const auto criterion = library_->find("recist-1.1");
  if (!criterion) return;
  const response::Policy policy(**criterion);
  for (const ResponseSubject& subject : response::subjects_of(course, tumor)) {
    const response::ResponseResult result = response::assess(subject, **criterion, policy);
    for (const response::VisitResult& visit : result.visits) {
      ResponseStatement statement;
      statement.evidence = measured_on(course, tumor, visit.date);
      if (visit.overall.empty() || statement.evidence.empty()) continue;
      statement.date = visit.date;
      statement.basis = "measured";
      statement.criterion = result.criterion;
      statement.overall = visit.overall;
      statement.target = visit.target;
      statement.non_target = visit.non_target;
      statement.new_lesion = visit.new_lesion;
      statement.sum_mm = visit.sum;
      statement.percent_from_baseline = visit.percent_from_baseline;
      statement.percent_from_nadir = visit.percent_from_nadir;
      statement.rules = visit.rules;
      statements.push_back(std::move(statement));
    }
  }
}

std::vector<ResponseStatement> ResponseCollector::collect(const Course& course, const std::string& tumor) {
  std::vector<ResponseStatement> statements;
  // Sizes alone are findings; a response series has lesions with a role on at least two days.
  std::vector<PartialDate> days;
  bool has_role = false;
  for (const Fact& fact : course.facts)
    if (const auto* lesion = std::get_if<LesionMeasurement>(&fact.payload); lesion != nullptr && belongs(fact, tumor))
      has_role |= !lesion->role.empty();
  for (const Fact& fact : course.facts)
    if (belongs(fact, tumor) && std::holds_alternative<LesionMeasurement>(fact.payload) && fact.effective.is_known() &&
        std::find(days.begin(), days.end(), fact.effective) == days.end())
      days.push_back(fact.effective);
  if (days.size() > 1 && has_role) add_measured(course, tumor, statements);
  add_documented(course, tumor, statements);
  std::stable_sort(statements.begin(), statements.end(),
                   [](const ResponseStatement& left, const ResponseStatement& right) {
                     return PartialDate::sorts_before(left.date, right.date);
                   });
  return statements;
}

void write_responses(JsonWriter& json, const std::vector<ResponseStatement>& statements) {
  const auto number = [&](std::string_view name, const std::optional<Decimal>& value) {
    if (value)
      json.member(name, *value);
    else
      json.key(name).null();
  };
  for (const ResponseStatement& statement : statements) {
    json.begin_object()
        .member_or_null("date", statement.date.text())
        .member("basis", statement.basis)
        .member_or_null("criterion", statement.criterion);
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

std::vector<ResponseLine> response_lines(const std::vector<ResponseStatement>& statements) {
  std::vector<ResponseLine> lines;
  for (const ResponseStatement& statement : statements) {
    std::string text = statement.overall;
    if (statement.sum_mm) text += ", sum " + statement.sum_mm->text() + " mm";
    if (statement.percent_from_baseline) text += ", " + statement.percent_from_baseline->text() + " % from baseline";
    text += statement.criterion.empty() ? " (" + statement.basis + ")"
                                        : " (" + statement.criterion + ", " + statement.basis + ")";
    lines.push_back({statement.date, text});
  }
  return lines;
}

}  // namespace restage::report
