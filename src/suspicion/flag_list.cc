// SPDX-License-Identifier: Apache-2.0
#include "suspicion/flag_list.h"

#include <algorithm>

#include "rules/run/program.h"
#include "suspicion/pack_rules.h"
#include "suspicion/reported.h"

namespace restage::suspicion {
namespace {

using statement::Mechanism;
using statement::OpenQuestion;
using statement::Urgency;

constexpr std::size_t kMostUnknown = 2;  ///< a row that lacks more than these is no question worth asking

void add_all(std::vector<std::string>& list, const std::vector<std::string_view>& texts) {
  for (const std::string_view text : texts) add_new(list, text);
}

Mechanism mechanism_of(const rules::Pack& pack, const rules::CollectedRow& row, const course::ReadInputs& inputs) {
  Mechanism mechanism;
  mechanism.name = row.result("mechanism");
  mechanism.level = statement::parse_urgency(row.result("level")).value_or(Urgency::Immediate);
  add_all(mechanism.first_test, row.results("test"));
  add_all(mechanism.meanwhile, row.results("meanwhile"));
  mechanism.rule = row.result("rule");
  mechanism.evidence = evidence_of(row, inputs);
  mechanism.source = source_of(pack, row);
  return mechanism;
}

/// What the other row says is added behind what the worse one says.
void join(Mechanism& kept, Mechanism&& other) {
  if (other.level > kept.level) std::swap(kept, other);
  if (other.level == kept.level && kept.rule.find(other.rule) == std::string::npos) kept.rule += "; " + other.rule;
  for (const std::string& test : other.first_test) add_new(kept.first_test, test);
  for (const std::string& step : other.meanwhile)
    if (other.level == kept.level) add_new(kept.meanwhile, step);
  for (const std::string& id : other.evidence) add_new(kept.evidence, id);
}

bool rests_on_report(const rules::CollectedRow& row, const course::ReadInputs& inputs) {
  return std::any_of(row.inputs.begin(), row.inputs.end(), [&](std::string_view name) {
    const course::ReadInput* input = inputs.find(name);
    return input != nullptr && std::any_of(input->facts.begin(), input->facts.end(),
                                           [](const Fact* fact) { return is_report(fact->payload); });
  });
}

}  // namespace

void FlagList::add(const rules::Pack& pack, const rules::Collection& found, const course::ReadInputs& inputs) {
  for (const rules::CollectedRow& row : found.hits) add_hit(pack, row, inputs);
  for (const rules::CollectedRow& row : found.open) add_open(pack, row, inputs);
}

void FlagList::add_hit(const rules::Pack& pack, const rules::CollectedRow& row, const course::ReadInputs& inputs) {
  Mechanism mechanism = mechanism_of(pack, row, inputs);
  const auto known = std::find_if(mechanisms_.begin(), mechanisms_.end(),
                                  [&](const Mechanism& each) { return each.name == mechanism.name; });
  if (known == mechanisms_.end())
    mechanisms_.push_back(std::move(mechanism));
  else
    join(*known, std::move(mechanism));
}

void FlagList::add_open(const rules::Pack& pack, const rules::CollectedRow& row, const course::ReadInputs& inputs) {
  if (row.asks.size() > kMostUnknown || !rests_on_report(row, inputs)) return;
  const Urgency level = statement::parse_urgency(row.result("level")).value_or(Urgency::Immediate);
  for (const std::string_view name : row.asks) {
    const rules::InputModel* model = pack.program()->model().input(name);
    if (model == nullptr) continue;
    OpenQuestion question{std::string(name), model->declaration.meaning, level, std::string(row.result("mechanism"))};
    const auto known = std::find_if(open_.begin(), open_.end(), [&](const OpenQuestion& each) {
      return each.meaning == question.meaning && each.mechanism == question.mechanism;
    });
    if (known == open_.end())
      open_.push_back(std::move(question));
    else
      known->level = std::max(known->level, level);
  }
}

void FlagList::write(statement::RedFlags& flags) {
  const auto is_worse = [](const auto& a, const auto& b) { return a.level > b.level; };
  std::stable_sort(mechanisms_.begin(), mechanisms_.end(), is_worse);
  std::stable_sort(open_.begin(), open_.end(), is_worse);
  flags.level = mechanisms_.empty() ? Urgency::NextVisit : std::max(Urgency::NextVisit, mechanisms_.front().level);
  for (OpenQuestion& question : open_)
    if (question.level > flags.level) flags.ask.push_back(std::move(question));
  flags.mechanisms = std::move(mechanisms_);
}

}  // namespace restage::suspicion
