// SPDX-License-Identifier: Apache-2.0
#include "suspicion/red_flags.h"

#include <algorithm>
#include <utility>

#include "course/fact_query.h"
#include "rules/run/collector.h"
#include "rules/run/program.h"
#include "suspicion/flag_list.h"
#include "suspicion/reported.h"

namespace restage::suspicion {
namespace {

constexpr std::string_view kPrefix = "red-flags-";

rules::SiteQuery site_of(const Tumor& tumor) {
  return {tumor.site.topography, tumor.site.histology, tumor.site.behavior, tumor.diagnosed, {}};
}

/// Tumors that rules ask about; one that stands for nothing known where there is none.
std::vector<const Tumor*> primaries_of(const Course& course) {
  std::vector<const Tumor*> tumors;
  for (const Tumor& tumor : course.tumors)
    if (!tumor.secondary) tumors.push_back(&tumor);
  if (tumors.empty()) tumors.push_back(nullptr);
  return tumors;
}

}  // namespace

struct RedFlagRules::Rules {
  const rules::Pack* pack;
  course::QueryPlan plan;
  rules::Collector collector;

  explicit Rules(const rules::Pack& of) : pack(&of), plan(of), collector(of) {}
};

RedFlagRules::RedFlagRules(const rules::PackLibrary& library) : library_(&library) {}
RedFlagRules::~RedFlagRules() = default;
RedFlagRules::RedFlagRules(RedFlagRules&&) noexcept = default;

Result<RedFlagRules> RedFlagRules::load(const rules::PackLibrary& library) {
  const auto packs = library.with_prefix(kPrefix);
  if (!packs) return packs.error();
  RedFlagRules result(library);
  result.rules_.reserve(packs->size());
  for (const rules::Pack* pack : *packs) {
    result.rules_.emplace_back(*pack);
    result.unread_.learn(*pack);
  }
  return result;
}

bool RedFlagRules::applies(const Rules& rules, const Tumor* tumor) const {
  if (rules.pack->program()->model().applies.empty() || tumor == nullptr) return true;
  const rules::SiteQuery primary = site_of(*tumor);
  const auto packs = library_->with_prefix(rules.pack->identity().id, &primary);
  return packs && std::find(packs->begin(), packs->end(), rules.pack) != packs->end();
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
    for (Rules& rules : rules_) {
      if (!applies(rules, tumor)) continue;
      const course::ReadInputs inputs = rules.plan.read(index, moment);
      list.add(*rules.pack, rules.collector.collect(inputs.given(), rules::Collector::Open::Name), inputs);
    }
  }
  list.write(flags);
  unread_.report(course::FactIndex(course, nullptr, facts), moment, flags);
  return flags;
}

}  // namespace restage::suspicion
