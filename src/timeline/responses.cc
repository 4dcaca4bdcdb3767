// SPDX-License-Identifier: Apache-2.0
#include "timeline/responses.h"

#include <algorithm>
#include <set>

#include "response/assess.h"

namespace restage::timeline {
namespace {

bool belongs(const Fact& fact, const std::string& tumor) { return fact.tumor.empty() || fact.tumor == tumor; }

struct ByDate {
  bool operator()(const PartialDate& left, const PartialDate& right) const {
    return PartialDate::sorts_before(left, right);
  }
};

/// Ids of the measurements of a judged visit.
std::vector<std::string> evidence_of(const statement::VisitResult& judged, const ResponseSubject& subject) {
  std::vector<std::string> ids;
  for (const ResponseVisit& visit : subject.visits)
    if (visit.id == judged.id && visit.date == judged.date)
      ids.insert(ids.end(), visit.evidence.begin(), visit.evidence.end());
  return ids;
}

void add_documented(const Course& course, const std::string& tumor,
                    std::vector<statement::ResponseStatement>& statements) {
  for (const Fact& fact : course.facts) {
    const auto* event = std::get_if<Event>(&fact.payload);
    if (event == nullptr || !belongs(fact, tumor)) continue;
    std::string said = event->text;
    if (event->kind == Event::Kind::Stable && said.empty()) said = "SD";
    if (event->kind == Event::Kind::Progression && said.empty()) said = "PD";
    const bool response = event->kind == Event::Kind::Response || event->kind == Event::Kind::Stable ||
                          event->kind == Event::Kind::Progression;
    if (!response || said.empty()) continue;
    statement::ResponseStatement statement;
    statement.date = fact.effective;
    statement.basis = "documented";
    statement.reader = event->reader;
    statement.overall = said;
    statement.evidence = {fact.id};
    statements.push_back(std::move(statement));
  }
}

}  // namespace

void ResponseCollector::add_measured(const Course& course, const std::string& tumor,
                                     std::vector<statement::ResponseStatement>& statements) {
  if (!library_) {
    auto library = response::CriterionLibrary::embedded();
    if (!library) return;
    library_ = std::move(*library);
  }
  const auto criterion = library_->find("recist-1.1");
  if (!criterion) return;
  const response::Policy policy(**criterion);
  for (const ResponseSubject& subject : response::subjects_of(course, tumor)) {
    const statement::ResponseResult result = response::assess(subject, **criterion, policy);
    for (const statement::VisitResult& visit : result.visits) {
      statement::ResponseStatement statement;
      statement.evidence = evidence_of(visit, subject);
      if (visit.overall.empty() || statement.evidence.empty()) continue;
      statement.date = visit.date;
      statement.basis = "measured";
      statement.criterion = result.criterion;
      statement.reader = subject.reader;
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

std::vector<statement::ResponseStatement> ResponseCollector::collect(const Course& course, const std::string& tumor) {
  std::vector<statement::ResponseStatement> statements;
  // Sizes alone are findings; a response series has lesions with a role on at least two days.
  std::set<PartialDate, ByDate> days;
  bool has_role = false;
  for (const Fact& fact : course.facts) {
    const auto* lesion = std::get_if<LesionMeasurement>(&fact.payload);
    if (lesion == nullptr || !belongs(fact, tumor)) continue;
    has_role |= !lesion->role.empty();
    if (fact.effective.is_known()) days.insert(fact.effective);
  }
  if (days.size() > 1 && has_role) add_measured(course, tumor, statements);
  add_documented(course, tumor, statements);
  std::stable_sort(statements.begin(), statements.end(),
                   [](const statement::ResponseStatement& left, const statement::ResponseStatement& right) {
                     return PartialDate::sorts_before(left.date, right.date);
                   });
  return statements;
}

}  // namespace restage::timeline
