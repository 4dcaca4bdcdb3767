// SPDX-License-Identifier: Apache-2.0
#include "suspicion/pack_rules.h"

#include <algorithm>

#include "rules/run/program.h"

namespace restage::suspicion {

Result<std::vector<PackRules>> load_rules(const rules::PackLibrary& library, std::string_view prefix) {
  const auto packs = library.with_prefix(prefix);
  if (!packs) return packs.error();
  std::vector<PackRules> rules;
  rules.reserve(packs->size());
  for (const rules::Pack* pack : *packs) rules.emplace_back(*pack);
  return rules;
}

bool applies(const rules::PackLibrary& library, const PackRules& rules, const Tumor* tumor) {
  if (rules.pack->program()->model().applies.empty() || tumor == nullptr) return true;
  const rules::SiteQuery primary{
      tumor->site.topography, tumor->site.histology, tumor->site.behavior, tumor->diagnosed, {}};
  const auto packs = library.with_prefix(rules.pack->identity().id, &primary);
  return packs && std::find(packs->begin(), packs->end(), rules.pack) != packs->end();
}

std::vector<const Tumor*> primaries_of(const Course& course) {
  std::vector<const Tumor*> tumors;
  for (const Tumor& tumor : course.tumors)
    if (!tumor.secondary) tumors.push_back(&tumor);
  if (tumors.empty()) tumors.push_back(nullptr);
  return tumors;
}

void add_new(std::vector<std::string>& list, std::string_view text) {
  if (std::find(list.begin(), list.end(), text) == list.end()) list.emplace_back(text);
}

statement::RuleSource source_of(const rules::Pack& pack, const rules::CollectedRow& row) {
  const std::string_view cell = row.source();
  const std::size_t hash = cell.find('#');
  statement::RuleSource source;
  if (const rules::SourceDeclaration* declared = pack.program()->model().source(cell.substr(0, hash))) {
    source.document = declared->citation;
    source.year = declared->year;
  }
  if (hash != std::string_view::npos) source.section = cell.substr(hash + 1);
  source.verified = row.verified();
  source.pack = pack.identity().id;
  source.table = row.table();
  source.row = row.row();
  return source;
}

std::vector<std::string> evidence_of(const rules::CollectedRow& row, const course::ReadInputs& inputs) {
  std::vector<std::string> ids;
  for (const std::string_view name : row.inputs)
    if (const course::ReadInput* input = inputs.find(name))
      for (const Fact* fact : input->facts) add_new(ids, fact->id);
  return ids;
}

}  // namespace restage::suspicion
