// SPDX-License-Identifier: Apache-2.0
#include "cases/migration.h"

#include <algorithm>
#include <set>

#include "rules/pack/value_order.h"

namespace restage::cases {
namespace {

std::string outcome_name(const CaseOutcome& outcome) {
  if (outcome.result == nullptr) return std::string(kNotStaged);
  return outcome.result->group.empty() ? std::string(kSeveral) : outcome.result->group;
}

std::vector<std::string> in_order(const std::set<std::string>& names) {
  const auto late = [](std::string_view name) {
    return name == "none" ? 1 : name == kSeveral ? 2 : name == kNotStaged ? 3 : 0;
  };
  std::vector<std::string_view> views(names.begin(), names.end());
  rules::sort_results({}, "group", views);
  std::stable_sort(views.begin(), views.end(),
                   [&](std::string_view a, std::string_view b) { return late(a) < late(b); });
  return {views.begin(), views.end()};
}

}  // namespace

void Migration::add(std::string_view site, const CaseOutcome& before, const CaseOutcome& after) {
  Pair pair{outcome_name(before), outcome_name(after)};
  for (const auto& [side, outcome] : {std::pair{"before", &before}, std::pair{"after", &after}})
    if (outcome->result == nullptr || outcome->result->group.empty())
      ++reasons_[{side, outcome->result == nullptr ? outcome->refusal.problem : outcome->result->cause}];
  auto found = counts_.find(site);
  if (found == counts_.end()) found = counts_.emplace(std::string(site), std::map<Pair, std::uint64_t>{}).first;
  ++found->second[std::move(pair)];
}

std::vector<std::string> Migration::sites() const {
  std::vector<std::string> sites;
  for (const auto& [site, counts] : counts_) sites.push_back(site);
  return sites;
}

MigrationTable Migration::table(std::string_view site) const {
  MigrationTable table;
  const auto found = counts_.find(site);
  if (found == counts_.end()) return table;
  const std::map<Pair, std::uint64_t>& counts = found->second;
  std::set<std::string> before, after;
  for (const auto& [pair, count] : counts) {
    before.insert(pair.first);
    after.insert(pair.second);
  }
  table.before = in_order(before);
  table.after = in_order(after);
  table.counts.assign(table.before.size(), std::vector<std::uint64_t>(table.after.size(), 0));
  const auto is_group = [](const std::string& name) { return name != kSeveral && name != kNotStaged; };
  for (const auto& [pair, count] : counts) {
    const auto row = std::find(table.before.begin(), table.before.end(), pair.first) - table.before.begin();
    const auto column = std::find(table.after.begin(), table.after.end(), pair.second) - table.after.begin();
    table.counts[static_cast<std::size_t>(row)][static_cast<std::size_t>(column)] = count;
    table.total += count;
    if (pair.first != pair.second && is_group(pair.first) && is_group(pair.second)) table.moved += count;
  }
  return table;
}

std::vector<Migration::Reason> Migration::reasons() const {
  std::vector<Reason> reasons;
  for (const auto& [key, count] : reasons_) reasons.push_back({key.first, key.second, count});
  std::stable_sort(reasons.begin(), reasons.end(), [](const Reason& a, const Reason& b) { return a.count > b.count; });
  return reasons;
}

}  // namespace restage::cases
