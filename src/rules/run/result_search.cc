// SPDX-License-Identifier: Apache-2.0
#include "rules/run/result_search.h"

#include <algorithm>
#include <utility>

namespace restage::rules {
namespace {

constexpr std::size_t kSmall = 256;
constexpr std::uint32_t kNoSet = 0xFFFF'FFFF;

}  // namespace

std::size_t ResultSearch::SetHash::operator()(const ResultSet& set) const noexcept {
  std::uint64_t mixed = set.values.size();
  const auto mix = [&mixed](std::uint64_t word) { mixed = (mixed ^ word) * 0x9E3779B97F4A7C15 ^ mixed >> 29; };
  for (const Value value : set.values) mix(value);
  for (const Decimal& number : set.numbers)
    mix(static_cast<std::uint64_t>(number.digits()) ^ static_cast<std::uint64_t>(number.scale()) << 58);
  return static_cast<std::size_t>(mixed ^ mixed >> 32);
}

ResultSearch::ResultSearch(Runner runner, const Program& program, std::size_t output)
    : program_(program), output_(output), runner_(std::move(runner)), set_of_value_(kSmall, kNoSet) {
  for (const TableStep& table : program.tables())
    gives_final_.push_back(std::find(table.results.begin(), table.results.end(), program.final_node()) !=
                           table.results.end());
}

ResultSearch::Answer ResultSearch::ask(const RunInput& input) {
  const RunResult& result = run(input);
  return {set_of(result), rests_on_unverified(input, result)};
}

bool ResultSearch::rests_on_unverified(const RunInput& input, const RunResult& result) const {
  const Value classification = input.nodes[Program::kClassificationNode].value;
  const bool grouped = is_special(classification) || program_.classification_has_group(classification);
  return std::any_of(result.rules.begin(), result.rules.end(), [&](const auto& rule) {
    return !program_.tables()[rule.first].row_verified[rule.second] && (grouped || !gives_final_[rule.first]);
  });
}

std::uint32_t ResultSearch::number_of_set(const NodeResult& found) {
  const bool is_small = found.numbers.empty() && found.values.size() == 1 && found.values.front() < kSmall;
  if (is_small && set_of_value_[found.values.front()] != kNoSet) return set_of_value_[found.values.front()];
  found_.values = found.values;
  found_.numbers = found.numbers;
  const auto [at, fresh] = numbers_of_sets_.try_emplace(found_, static_cast<std::uint32_t>(sets_.size()));
  if (fresh) sets_.push_back(&at->first);
  if (is_small) set_of_value_[found.values.front()] = at->second;
  return at->second;
}

}  // namespace restage::rules
