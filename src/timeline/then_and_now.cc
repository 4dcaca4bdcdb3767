// SPDX-License-Identifier: Apache-2.0
#include "timeline/then_and_now.h"

#include <algorithm>
#include <map>
#include <set>

#include "base/text.h"
#include "rules/pack/value_order.h"

namespace restage::timeline {
namespace {

const statement::Statement* first_of(const std::vector<statement::Statement>& statements) {
  for (const Classification wanted : {Classification::Clinical, Classification::Pathological})
    for (const statement::Statement& statement : statements)
      if (statement.classification == wanted) return &statement;
  return nullptr;
}

/// The latest statement of a later time point under the same pack.
const statement::Statement* latest_after(const std::vector<statement::Statement>& statements,
                                         const statement::Statement& then) {
  const statement::Statement* latest = nullptr;
  for (const statement::Statement& statement : statements) {
    if (statement.classification == then.classification || statement.pack_id != then.pack_id) continue;
    const bool later =
        latest == nullptr || (statement.date.is_known() && PartialDate::sorts_before(latest->date, statement.date));
    if (later) latest = &statement;
  }
  return latest;
}

std::string shown(const statement::Category& category) { return category.prefix + category.value + category.suffixes; }

void compare_categories(const statement::Statement& then, const statement::Statement& now,
                        std::vector<statement::Difference>& differences) {
  const std::pair<const char*, std::pair<const statement::Category*, const statement::Category*>> axes[] = {
      {"T", {&then.t, &now.t}}, {"N", {&then.n, &now.n}}, {"M", {&then.m, &now.m}}};
  for (const auto& [name, pair] : axes) {
    const auto& [before, after] = pair;
    if (before->value.empty() || after->value.empty() || before->value == after->value) continue;
    differences.push_back({name, shown(*before), shown(*after), {then.id, now.id}});
  }
}

void compare_organs(const course::Calendar& calendar, const std::vector<statement::StatusEntry>& status,
                    std::vector<statement::Difference>& differences) {
  std::set<std::string> before;
  for (const Fact* fact : calendar.facts)
    if (const auto* metastasis = std::get_if<MetastasisFinding>(&fact->payload);
        metastasis != nullptr && metastasis->present)
      if (calendar.first_treatment == nullptr || !fact->effective.surely_after(calendar.first_treatment->effective))
        before.insert(metastasis->organ);
  if (status.empty()) return;
  const statement::StatusEntry* disease = nullptr;
  for (const statement::StatusEntry& entry : status)
    if (!entry.organs.empty()) disease = &entry;
  if (disease == nullptr) return;
  for (const std::string& organ : disease->organs)
    if (!before.contains(organ))
      differences.push_back({"site", "not recorded",
                             organ + (disease->extent.empty() ? "" : " (" + disease->extent + ")"), disease->evidence});
}

/// A value that leaves everything open, such as GX, is no finding to compare.
void compare_biology(const course::Calendar& calendar, const course::RuleSet& rules, const rules::Pack* pack,
                     std::vector<statement::Difference>& differences) {
  std::map<std::string, std::pair<const Fact*, const Fact*>> seen;
  for (const Fact* fact : calendar.facts) {
    const auto* finding = std::get_if<Finding>(&fact->payload);
    if (finding == nullptr || !rules.is_biology(finding->name) || finding->text.empty() || !fact->effective.is_known())
      continue;
    if (rules::ValueOrder(pack, finding->name).is_open(finding->text)) continue;
    auto [place, fresh] = seen.try_emplace(finding->name, fact, fact);
    if (!fresh) place->second.second = fact;
  }
  for (const auto& [name, pair] : seen) {
    const auto& before = std::get<Finding>(pair.first->payload);
    const auto& after = std::get<Finding>(pair.second->payload);
    const rules::ValueOrder order(pack, name);
    const bool one_covers = order.narrows(before.text, after.text) || order.narrows(after.text, before.text);
    if (before.text == after.text || one_covers) continue;
    // Both specimens are named: where it was taken from, where that is no part of the primary, and when.
    const auto told = [](const Finding& finding, const Fact& fact) {
      std::string origin = finding.organ;
      if (!finding.specimen.empty()) origin += (origin.empty() ? "" : ", ") + finding.specimen;
      return finding.text + " (" + (origin.empty() ? "" : origin + ", ") + fact.effective.text() + ")";
    };
    differences.push_back({text::to_upper(name),
                           told(before, *pair.first),
                           told(after, *pair.second),
                           {pair.first->id, pair.second->id}});
  }
}

}  // namespace

std::optional<statement::ThenAndNow> compare_then_and_now(const course::Calendar& calendar,
                                                          const course::RuleSet& rules, const rules::Pack* pack,
                                                          const std::vector<statement::Statement>& statements,
                                                          const std::vector<statement::StatusEntry>& status) {
  statement::ThenAndNow result;
  const statement::Statement* then = first_of(statements);
  const statement::Statement* now = then == nullptr ? nullptr : latest_after(statements, *then);
  if (then != nullptr) result.then_statement = then->id;
  if (now != nullptr) {
    result.now_statement = now->id;
    compare_categories(*then, *now, result.differences);
  }
  compare_organs(calendar, status, result.differences);
  compare_biology(calendar, rules, pack, result.differences);
  if (result.differences.empty() && now == nullptr) return std::nullopt;
  return result;
}

}  // namespace restage::timeline
