// SPDX-License-Identifier: Apache-2.0
#include "markers/assess.h"

#include <algorithm>

#include "course/tumors.h"

namespace restage::markers {
namespace {

using statement::MarkerSeries;

bool is_same_series(const MarkerSeries& left, const MarkerSeries& right) {
  return left.analyte == right.analyte && left.assay == right.assay && left.unit == right.unit;
}

/// Rules of a further tumor join the series that are there.
void join(std::vector<MarkerSeries>& into, std::vector<MarkerSeries>&& more) {
  for (MarkerSeries& series : more) {
    const auto same =
        std::find_if(into.begin(), into.end(), [&](const MarkerSeries& each) { return is_same_series(each, series); });
    if (same == into.end())
      into.push_back(std::move(series));
    else
      std::move(series.rules.begin(), series.rules.end(), std::back_inserter(same->rules));
  }
}

}  // namespace

Result<Assessor> Assessor::create(const rules::PackLibrary& library, std::string_view policies) {
  auto rules = RuleBook::load(library);
  if (!rules) return std::move(rules).error();
  auto chosen = rules->policies(policies);
  if (!chosen) return std::move(chosen).error();
  return Assessor(std::move(*rules), std::move(*chosen));
}

statement::PatientMarkers Assessor::assess(const ::restage::Course& course, course::Moment moment) const {
  statement::PatientMarkers result;
  result.patient = course.patient;
  if (!moment.day.is_known()) moment.day = last_day(course);
  result.as_of = moment.day;
  result.issues = course.issues;
  std::size_t primaries = 0;
  for (const Tumor& tumor : course.tumors) primaries += tumor.secondary ? 0 : 1;
  for (const Tumor& tumor : course.tumors) {
    if (tumor.secondary) continue;
    const std::vector<const Fact*> facts = course::facts_of(course, tumor, primaries == 1);
    const course::FactIndex index(course, &tumor, facts);
    join(result.series, of_tumor(index, moment, result.issues));
  }
  if (primaries == 0) {
    std::vector<const Fact*> facts;
    for (const Fact& fact : course.facts) facts.push_back(&fact);
    const course::FactIndex index(course, nullptr, facts);
    join(result.series, of_tumor(index, moment, result.issues));
  }
  return result;
}

std::vector<MarkerSeries> Assessor::of_tumor(const course::FactIndex& index, const course::Moment& moment,
                                             std::vector<DataIssue>& issues) const {
  std::vector<MarkerSeries> series = collect_series(index, moment, rules_.units(), issues);
  for (MarkerSeries& each : series) {
    measure(each);
    each.reasons = rules_.doubts(each);
    each.reliable = each.reasons.empty();
  }
  rules_.judge_series(index, moment, policies_, series);
  return series;
}

std::vector<statement::MarkerRule> Assessor::events(const ::restage::Course& course, const Tumor& tumor,
                                                    std::span<const Fact* const> facts,
                                                    const course::Moment& moment) const {
  std::vector<statement::MarkerRule> events;
  const auto is_lab = [](const Fact* fact) { return std::holds_alternative<LabValue>(fact->payload); };
  if (std::none_of(facts.begin(), facts.end(), is_lab)) return events;
  const course::FactIndex index(course, &tumor, facts);
  std::vector<DataIssue> told_elsewhere;
  for (MarkerSeries& series : of_tumor(index, moment, told_elsewhere)) {
    const auto is_met = [&](const statement::MarkerRule& rule, std::string_view state) {
      return rule.chosen && rule.result == statement::MarkerResult::Yes && rule.defines == state;
    };
    const bool persistent = std::any_of(series.rules.begin(), series.rules.end(),
                                        [&](const auto& rule) { return is_met(rule, "biochemical-persistence"); });
    for (statement::MarkerRule& rule : series.rules)
      if (!persistent && is_met(rule, "biochemical-recurrence")) events.push_back(std::move(rule));
  }
  return events;
}

PartialDate last_day(const ::restage::Course& course) {
  PartialDate last;
  for (const Fact& fact : course.facts)
    if (fact.effective.is_known() && (!last.is_known() || fact.effective.latest() > last.earliest()))
      last = PartialDate::from_day(fact.effective.latest());
  return last;
}

}  // namespace restage::markers
