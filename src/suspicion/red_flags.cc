// SPDX-License-Identifier: Apache-2.0
#include "suspicion/red_flags.h"

#include <algorithm>
#include <utility>

#include "suspicion/flag_list.h"
#include "suspicion/pack_rules.h"
#include "suspicion/reported.h"

namespace restage::suspicion {
namespace {

constexpr std::string_view kPrefix = "red-flags-";

}  // namespace

RedFlagRules::RedFlagRules(const rules::PackLibrary& library) : library_(&library) {}
RedFlagRules::~RedFlagRules() = default;
RedFlagRules::RedFlagRules(RedFlagRules&&) noexcept = default;

Result<RedFlagRules> RedFlagRules::load(const rules::PackLibrary& library) {
  auto rules = load_rules(library, kPrefix);
  if (!rules) return std::move(rules).error();
  RedFlagRules result(library);
  result.rules_ = std::move(*rules);
  for (const PackRules& each : result.rules_) result.unread_.learn(*each.pack);
  return result;
}

statement::RedFlags RedFlagRules::judge(const Course& course, const course::Moment& moment) {
  std::vector<const Fact*> facts;
  for (const Fact& fact : course.facts) facts.push_back(&fact);
  FlagList list;
  statement::RedFlags flags;
  bool is_first = true;
  for (const Tumor* tumor : primaries_of(course)) {
    const course::FactIndex index(course, tumor, facts);
    if (std::exchange(is_first, false)) {
      if (!anything_reported(index, moment)) return flags;
      flags.as_at_diagnosis = reported_at_diagnosis(index, moment);
    }
    for (PackRules& rules : rules_) {
      if (!applies(*library_, rules, tumor)) continue;
      const course::ReadInputs inputs = rules.plan.read(index, moment);
      list.add(*rules.pack, rules.collector.collect(inputs.given(), rules::Collector::Open::Name), inputs);
    }
  }
  list.write(flags);
  unread_.report(course::FactIndex(course, nullptr, facts), moment, flags);
  return flags;
}

}  // namespace restage::suspicion
