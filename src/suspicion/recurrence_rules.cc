// SPDX-License-Identifier: Apache-2.0
#include "suspicion/recurrence_rules.h"

#include <algorithm>

#include "rules/run/program.h"
#include "suspicion/recurrence_list.h"
#include "suspicion/recurrence_series.h"

namespace restage::suspicion {
namespace {

constexpr std::string_view kPrefix = "recurrence-";

/// What no query reads: choices of the user and what a series shows.
void add_others(const rules::Pack& pack, const course::FactIndex& index, const course::Moment& moment,
                const Choices& choices, course::ReadInputs& inputs) {
  for (const rules::InputModel& input : pack.program()->model().inputs) {
    const std::string& name = input.declaration.name;
    if (is_series_question(name)) inputs.inputs.push_back({name, answer_of_series(name, index, moment), {}});
    for (const auto& [choice, value] : choices)
      if (choice == name) inputs.inputs.push_back({name, value, {}});
  }
}

}  // namespace

Result<RecurrenceRules> RecurrenceRules::load(const rules::PackLibrary& library) {
  auto rules = load_rules(library, kPrefix);
  if (!rules) return std::move(rules).error();
  RecurrenceRules result(library);
  result.rules_ = std::move(*rules);
  return result;
}

statement::RecurrenceSuspicion RecurrenceRules::judge(const Course& course, const course::Moment& moment,
                                                      const Choices& choices) {
  std::vector<const Fact*> facts;
  for (const Fact& fact : course.facts) facts.push_back(&fact);
  RecurrenceList list;
  for (const Tumor* tumor : primaries_of(course)) {
    const course::FactIndex index(course, tumor, facts);
    for (PackRules& rules : rules_) {
      if (!applies(*library_, rules, tumor)) continue;
      course::ReadInputs inputs = rules.plan.read(index, moment);
      add_others(*rules.pack, index, moment, choices, inputs);
      list.add(*rules.pack, rules.collector.collect(inputs.given()), inputs, index, moment);
    }
  }
  return list.write();
}

}  // namespace restage::suspicion
