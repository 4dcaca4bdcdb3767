// SPDX-License-Identifier: Apache-2.0
#include "readiness/pack_rules.h"

#include <algorithm>

#include "rules/run/program.h"

namespace restage::readiness {
namespace {

const Decimal kShownStep = Decimal::of(1, 1);  ///< numbers in sentences are rounded to this

rules::SiteQuery site_of(const Tumor& tumor) {
  return {tumor.site.topography, tumor.site.histology, tumor.site.behavior, tumor.diagnosed, {}};
}

}  // namespace

std::string HitRow::value_of(std::string_view input) const {
  std::string_view text;
  for (const auto& [name, value] : *given_)
    if (name == input) text = value;
  if (const course::ReadInput* read = inputs_->find(input); text.empty() && read != nullptr) text = read->text;
  const auto number = Decimal::parse(text);
  return number ? number->rounded_to(kShownStep).text() : std::string(text);
}

std::string HitRow::filled(std::string_view text) const {
  std::string out;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t open = text.find('{', at), close = text.find('}', open);
    if (close == std::string_view::npos) return out.append(text.substr(at));
    out.append(text.substr(at, open - at)).append(value_of(text.substr(open + 1, close - open - 1)));
    at = close + 1;
  }
  return out;
}

std::string HitRow::text(std::string_view column) const { return filled(row_->result(column)); }

std::vector<std::string> HitRow::texts(std::string_view column) const {
  std::vector<std::string> texts;
  for (const std::string_view part : row_->results(column)) texts.push_back(filled(part));
  return texts;
}

statement::RuleSource HitRow::rule() const {
  const std::string_view cell = row_->source();
  const std::size_t hash = cell.find('#');
  statement::RuleSource rule;
  if (const auto* declared = pack_->program()->model().source(cell.substr(0, hash))) {
    rule.document = declared->citation;
    rule.year = declared->year;
  }
  if (hash != std::string_view::npos) rule.section = cell.substr(hash + 1);
  rule.verified = row_->verified();
  rule.pack = pack_->identity().id;
  rule.table = row_->table();
  rule.row = row_->row();
  return rule;
}

std::vector<std::string> HitRow::evidence() const {
  std::vector<std::string> ids;
  for (const std::string_view name : row_->inputs)
    if (const course::ReadInput* input = inputs_->find(name))
      for (const Fact* fact : input->facts)
        if (std::find(ids.begin(), ids.end(), fact->id) == ids.end()) ids.push_back(fact->id);
  return ids;
}

Result<PackRules> PackRules::load(const rules::PackLibrary& library, std::string_view prefix) {
  const auto packs = library.with_prefix(prefix);
  if (!packs) return packs.error();
  PackRules result;
  result.library_ = &library;
  result.rules_.reserve(packs->size());
  for (const rules::Pack* pack : *packs) result.rules_.emplace_back(*pack);
  return result;
}

bool PackRules::applies(const Rules& rules, const Tumor* tumor) const {
  if (rules.pack->program()->model().applies.empty()) return true;
  if (tumor == nullptr) return false;
  const rules::SiteQuery primary = site_of(*tumor);
  const auto packs = library_->with_prefix(rules.pack->identity().id, &primary);
  return packs && std::find(packs->begin(), packs->end(), rules.pack) != packs->end();
}

void PackRules::ask(const course::FactIndex& index, const course::Moment& moment, const Fact* focus,
                    const GivenValues& given, const std::function<void(const HitRow&)>& sink) {
  for (Rules& rules : rules_) {
    if (!applies(rules, index.tumor())) continue;
    const course::ReadInputs inputs = rules.plan.read(index, moment, focus);
    std::vector<rules::GivenInput> values = inputs.given();
    for (const auto& [name, text] : given)
      if (!text.empty() && rules.pack->program()->model().input(name) != nullptr) {
        std::erase_if(values, [&, &wanted = name](const rules::GivenInput& each) { return each.name == wanted; });
        values.push_back({name, text});
      }
    const rules::Collection found = rules.collector.collect(values);
    for (const rules::CollectedRow& row : found.hits) sink(HitRow(*rules.pack, row, inputs, given));
  }
}

}  // namespace restage::readiness
