// SPDX-License-Identifier: Apache-2.0
#include "readiness/test_choice.h"

#include <algorithm>

#include "base/text.h"
#include "course/terms.h"

namespace restage::readiness {
namespace {

using statement::Alternative;
using statement::PlanChoice;
using statement::PlanVerdict;

void add_new(std::vector<std::string>& list, std::vector<std::string> texts) {
  for (std::string& text : texts)
    if (std::find(list.begin(), list.end(), text) == list.end()) list.push_back(std::move(text));
}

/// "MRI: what is lost"
Alternative alternative_of(const std::string& text) {
  const std::size_t colon = text.find(':');
  if (colon == std::string::npos) return {text, {}};
  return {text.substr(0, colon), std::string(text::trim(std::string_view(text).substr(colon + 1)))};
}

bool is_plan_of_day(const Fact& fact) {
  const auto* plan = std::get_if<Plan>(&fact.payload);
  return plan != nullptr && plan->day.is_exact();
}

/// The facts as they will stand if all that is planned is done. What is dated after the day asked for and does not say
/// when it was written down is taken as scheduled.
std::vector<Fact> as_planned(const Course& course, const course::Moment& moment) {
  std::vector<Fact> facts = course.facts;
  for (Fact& fact : facts) {
    if (!fact.recorded.is_known() && fact.effective.is_exact() && fact.effective.latest() > moment.day.latest())
      fact.recorded = moment.day;
    if (!is_plan_of_day(fact)) continue;
    if (!fact.recorded.is_known()) fact.recorded = fact.effective.is_known() ? fact.effective : moment.day;
    fact.effective = std::get<Plan>(fact.payload).day;
  }
  return facts;
}

std::size_t tumor_of(const Course& course, const Fact& plan) {
  const auto found = std::find_if(course.tumors.begin(), course.tumors.end(), [&](const Tumor& tumor) {
    return plan.tumor.empty() ? !tumor.secondary : tumor.id == plan.tumor;
  });
  return static_cast<std::size_t>(found - course.tumors.begin());
}

void add_row(const HitRow& row, PlanChoice& choice) {
  choice.verdict =
      std::max(choice.verdict, statement::parse_plan_verdict(row.text("verdict")).value_or(PlanVerdict::Ask));
  add_new(choice.reasons, row.texts("reason"));
  add_new(choice.actions, row.texts("action"));
  add_new(choice.evidence, row.evidence());
  for (const std::string& text : row.texts("alternative")) {
    Alternative alternative = alternative_of(text);
    if (std::none_of(choice.alternatives.begin(), choice.alternatives.end(),
                     [&](const Alternative& each) { return each.modality == alternative.modality; }))
      choice.alternatives.push_back(std::move(alternative));
  }
  choice.rules.push_back(row.rule());
}

/// A plan for what is not needed is told as not recommended, and never forbidden.
void note_not_needed(PlanChoice& choice, statement::PatientReadiness& result) {
  const std::string planned = course::term_of("modality", choice.plan.modality);
  for (const statement::NotNeeded& each : result.not_needed) {
    const bool is_planned = std::any_of(
        each.modalities.begin(), each.modalities.end(),
        [&](const std::string& modality) { return course::is_phrase(planned, course::term_of("modality", modality)); });
    if (!is_planned) continue;
    choice.verdict = std::max(choice.verdict, PlanVerdict::Remark);
    choice.not_recommended.push_back(each.why);
    choice.rules.push_back(each.rule);
    result.not_recommended.push_back(each);
  }
}

}  // namespace

Result<TestChoice> TestChoice::load(const rules::PackLibrary& library) {
  auto rules = PackRules::load(library, "test-choice-");
  if (!rules) return std::move(rules).error();
  auto kidney = KidneyFunction::load(library);
  if (!kidney) return std::move(kidney).error();
  return TestChoice(std::move(*rules), std::move(*kidney));
}

void TestChoice::judge(const Course& course, const course::Moment& moment, const std::vector<GivenValues>& staged,
                       statement::PatientReadiness& result) {
  const std::vector<Fact> facts = as_planned(course, moment);
  for (std::size_t i = 0; i < facts.size(); ++i) {
    const auto* plan = std::get_if<Plan>(&facts[i].payload);
    if (plan == nullptr || (facts[i].recorded.is_known() && moment.day.latest() < facts[i].recorded.earliest()))
      continue;
    const std::size_t tumor = tumor_of(course, facts[i]);
    std::vector<const Fact*> others;
    for (const Fact& fact : facts)
      if (&fact != &facts[i]) others.push_back(&fact);
    const course::FactIndex index(course, tumor < course.tumors.size() ? &course.tumors[tumor] : nullptr, others);
    const course::Moment planned{plan->day.is_exact() ? plan->day : moment.day, moment.known_by};
    GivenValues given = kidney_.at(index, planned);
    if (tumor < staged.size()) given.insert(given.end(), staged[tumor].begin(), staged[tumor].end());
    PlanChoice choice;
    choice.id = facts[i].id;
    choice.plan = *plan;
    rules_.ask(index, planned, &facts[i], given, [&](const HitRow& row) { add_row(row, choice); });
    note_not_needed(choice, result);
    result.test_choice.push_back(std::move(choice));
  }
}

}  // namespace restage::readiness
