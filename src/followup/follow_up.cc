// SPDX-License-Identifier: Apache-2.0
#include "followup/follow_up.h"

#include <algorithm>

#include "course/tumors.h"

namespace restage::followup {
namespace {

statement::FollowUpPlan not_offered(std::string_view guideline) {
  statement::FollowUpPlan plan;
  plan.guideline = guideline;
  plan.offered = false;
  return plan;
}

/// The pack has such an input and nothing answers it yet.
bool asks(const rules::Pack& pack, std::string_view input, const std::vector<rules::GivenInput>& given) {
  const auto is_it = [&](const auto& each) { return each.name == input; };
  return std::any_of(pack.inputs().begin(), pack.inputs().end(), is_it) &&
         std::none_of(given.begin(), given.end(), is_it);
}

/// In whole years, the younger where the dates leave two.
std::string age_at_diagnosis(const course::FactIndex& index) {
  const auto born = PartialDate::parse(index.course().birth_date);
  const PartialDate& diagnosed = index.tumor()->diagnosed;
  if (!born || !diagnosed.is_known() || diagnosed.earliest() < born->latest()) return {};
  const PartialDate from = PartialDate::from_day(born->latest()), to = PartialDate::from_day(diagnosed.earliest());
  const bool before_birthday = to.month() < from.month() || (to.month() == from.month() && to.day() < from.day());
  return std::to_string(to.year() - from.year() - (before_birthday ? 1 : 0));
}

}  // namespace

Result<FollowUp> FollowUp::create(const rules::PackLibrary& library) {
  FollowUp followup(library);
  if (auto loaded = followup.load(); !loaded) return std::move(loaded).error();
  return followup;
}

Result<void> FollowUp::load() {
  const auto packs = library_->with_prefix(kPackPrefix);
  if (!packs) return packs.error();
  for (const rules::Pack* pack : *packs) guides_.push_back(std::make_unique<Guide>(*pack));
  return {};
}

FollowUp::Guide* FollowUp::named(std::string_view guideline) {
  Guide* newest = nullptr;
  for (const auto& guide : guides_) {
    const std::string_view id = guideline_of(guide->book.pack());
    if (id == guideline) return guide.get();
    const std::string& year = guide->book.pack().identity().edition;
    if (id.size() == guideline.size() + 1 + year.size() && id.starts_with(guideline) && id[guideline.size()] == '-' &&
        (newest == nullptr || year > newest->book.pack().identity().edition))
      newest = guide.get();
  }
  return newest;
}

Result<const std::vector<FollowUp::Guide*>*> FollowUp::applying_to(const Tumor& tumor) {
  const std::string key = tumor.site.topography + "|" + tumor.site.histology + "|" + tumor.site.behavior;
  if (const auto known = applying_.find(key); known != applying_.end()) return &known->second;
  rules::SiteQuery query;
  query.topography = tumor.site.topography;
  query.histology = tumor.site.histology;
  query.behavior = tumor.site.behavior;
  const auto packs = library_->with_prefix(kPackPrefix, &query);
  if (!packs) return packs.error();
  std::vector<Guide*> guides;
  for (const auto& guide : guides_)
    if (std::find(packs->begin(), packs->end(), &guide->book.pack()) != packs->end()) guides.push_back(guide.get());
  return &applying_.emplace(key, std::move(guides)).first->second;
}

Result<void> FollowUp::add_plan(Guide& guide, const course::FactIndex& index, const History& history,
                                const Question& question, statement::FollowUpAnswer& answer) {
  const course::ReadInputs inputs = guide.queries.read(index, {question.as_of, {}});
  std::vector<rules::GivenInput> given = inputs.given();
  const auto group = question.stage_groups.find(answer.tumor);
  if (group != question.stage_groups.end() && asks(guide.book.pack(), kStageInput, given))
    given.push_back({kStageInput, group->second});
  const std::string age = asks(guide.book.pack(), kAgeInput, given) ? age_at_diagnosis(index) : std::string();
  if (!age.empty()) given.push_back({kAgeInput, age});
  for (const rules::GivenInput& each : given) answer.severity = std::max(answer.severity, severity_of(each.text));
  const rules::Collection rows = guide.collector.collect(given, rules::Collector::Open::Name);
  auto plan = make_plan({&guide.book, &rows, &history, question.anchor}, answer.issues);
  if (!plan) return std::move(plan).error();
  answer.plans.push_back(std::move(*plan));
  return {};
}

Result<std::vector<statement::FollowUpAnswer>> FollowUp::answer(Course& course, const Question& question) {
  course::add_implied_tumors(course);
  std::vector<const Tumor*> primaries;
  for (const Tumor& tumor : course.tumors)
    if (!tumor.secondary) primaries.push_back(&tumor);
  std::vector<statement::FollowUpAnswer> answers;
  for (const Tumor* tumor : primaries) {
    auto answer = answer_tumor(course, *tumor, course::facts_of(course, *tumor, primaries.size() == 1), question);
    if (!answer) return std::move(answer).error();
    answers.push_back(std::move(*answer));
  }
  return answers;
}

Result<statement::FollowUpAnswer> FollowUp::answer_tumor(const Course& course, const Tumor& tumor,
                                                         std::span<const Fact* const> facts, const Question& question) {
  statement::FollowUpAnswer answer;
  answer.patient = course.patient;
  answer.tumor = tumor.id;
  const auto applying = applying_to(tumor);
  if (!applying) return applying.error();
  std::vector<Guide*> asked = **applying;
  if (!question.guideline.empty()) {
    Guide* guide = named(question.guideline);
    const bool applies = std::find(asked.begin(), asked.end(), guide) != asked.end();
    asked.clear();
    if (guide == nullptr || !applies) {
      answer.plans.push_back(
          not_offered(guide == nullptr ? std::string_view(question.guideline) : guideline_of(guide->book.pack())));
      if (guide == nullptr) return answer;
      statement::FollowUpPlan& plan = answer.plans.front();
      plan.offered = true;
      plan.applies = false;
      plan.year = guide->book.pack().identity().edition;
      plan.title = guide->book.pack().identity().title;
      return answer;
    }
    asked.push_back(guide);
  }
  const course::FactIndex index(course, &tumor, facts);
  const History history(facts, question.as_of.latest());
  for (Guide* guide : asked)
    if (auto added = add_plan(*guide, index, history, question, answer); !added) return std::move(added).error();
  answer.differences = differences_of(answer.plans);
  return answer;
}

}  // namespace restage::followup
