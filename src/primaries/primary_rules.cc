// SPDX-License-Identifier: Apache-2.0
#include "primaries/primary_rules.h"

#include <algorithm>

#include "base/text.h"
#include "primaries/tumor_pair.h"
#include "rules/run/program.h"

namespace restage::primaries {
namespace {

const rules::InputDeclaration* declared(const rules::Pack& pack, std::string_view name) {
  for (const rules::InputDeclaration& input : pack.inputs())
    if (input.name == name) return &input;
  return nullptr;
}

/// With one end of the gap; only what the pack declares, and special kinds it does not name as `other`.
rules::Evaluation evaluation(const rules::Pack& pack, const Tumor& first, const Tumor& second, Gap gap) {
  auto inputs = compared(first, second, gap);
  std::vector<rules::GivenInput> given;
  for (auto& [name, value] : inputs) {
    const rules::InputDeclaration* input = declared(pack, name);
    if (input == nullptr) continue;
    const auto& values = input->values;
    if (name == "kinds" && std::find(values.begin(), values.end(), value) == values.end()) value = "other";
    given.push_back({name, value});
  }
  return pack.evaluate("c", given, rules::Pack::Start::Findings);
}

statement::RuleSource source_of(const rules::Pack& pack, const rules::RuleReference& rule) {
  const std::size_t hash = rule.source.find('#');
  statement::RuleSource source;
  if (const rules::SourceDeclaration* found = pack.program()->model().source(rule.source.substr(0, hash))) {
    source.document = found->citation;
    source.year = found->year;
  }
  if (hash != std::string_view::npos) source.section = rule.source.substr(hash + 1);
  source.verified = rule.verified;
  source.pack = pack.identity().id;
  source.table = rule.table;
  source.row = rule.row;
  return source;
}

}  // namespace

Result<PrimaryRules> PrimaryRules::load(const rules::PackLibrary& library, std::string_view rule_set) {
  constexpr std::string_view kPrefix = "primaries-";
  const auto packs = library.with_prefix(kPrefix);
  if (!packs) return packs.error();
  std::vector<std::string> known;
  for (const rules::Pack* pack : *packs) {
    known.emplace_back(pack->identity().system);
    if (text::to_lower(known.back()) != text::to_lower(rule_set)) continue;
    PrimaryRules rules;
    rules.pack_ = pack;
    return rules;
  }
  return Error{ErrorCode::InvalidArgument, "no such rules for second primaries; there are " + text::join(known, ", "),
               std::string(rule_set)};
}

statement::PrimaryPair PrimaryRules::judge(const Tumor& one, const Tumor& other) const {
  const bool turned = PartialDate::sorts_before(other.diagnosed, one.diagnosed);
  const Tumor &first = turned ? other : one, &second = turned ? one : other;
  const rules::Evaluation near = evaluation(*pack_, first, second, Gap::Shortest);
  const rules::Evaluation far = evaluation(*pack_, first, second, Gap::Longest);
  statement::PrimaryPair pair{first.id, second.id, "questionable", std::string(pack_->identity().system), {}, {},
                              {},       {}};
  const std::string_view result = near.single("result");
  if (!result.empty() && far.single("result") == result) pair.result = result;
  if (near.single("step") == far.single("step")) pair.step = near.single("step");
  if (near.single("why") == far.single("why")) pair.why = near.single("why");
  if (!near.rules.empty() && !pair.step.empty()) pair.source = source_of(*pack_, near.rules.back());
  if (pair.source.pack.empty()) pair.source.pack = pack_->identity().id;
  if (result.empty()) pair.lacks = near.missing;
  return pair;
}

std::vector<statement::PrimaryPair> PrimaryRules::judge_all(const Course& course) const {
  std::vector<const Tumor*> tumors;
  for (const Tumor& tumor : course.tumors)
    if (!tumor.secondary) tumors.push_back(&tumor);
  std::stable_sort(tumors.begin(), tumors.end(), [](const Tumor* a, const Tumor* b) {
    if (a->diagnosed != b->diagnosed) return PartialDate::sorts_before(a->diagnosed, b->diagnosed);
    return a->id < b->id;
  });
  std::vector<statement::PrimaryPair> pairs;
  for (std::size_t i = 0; i < tumors.size(); ++i)
    for (std::size_t k = i + 1; k < tumors.size(); ++k) pairs.push_back(judge(*tumors[i], *tumors[k]));
  return pairs;
}

}  // namespace restage::primaries
