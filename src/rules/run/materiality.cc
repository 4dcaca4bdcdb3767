// SPDX-License-Identifier: Apache-2.0
#include "rules/run/materiality.h"

#include <algorithm>
#include <iterator>
#include <map>

#include "rules/pack/value_order.h"
#include "rules/run/given_value.h"
#include "rules/run/result_search.h"

namespace restage::rules {
namespace {

std::vector<Value> candidates(const Node& node, Value current) {
  std::vector<Value> values;
  if (node.is_coarse(current)) {
    const auto& members = node.model->members[current - node.leaf_count()];
    return {members.begin(), members.end()};
  }
  if (node.kind == Node::Kind::Set) {
    values.push_back(0);
    for (std::uint32_t member = 0; member < node.leaf_count(); ++member) values.push_back(Value{1} << member);
    return values;
  }
  for (const Value value : node.domain)
    if (!(node.kind == Node::Kind::Code && is_bound(value))) values.push_back(value);
  for (std::size_t coarse = 0; coarse < node.named.size(); ++coarse)
    if (node.named[coarse]) values.push_back(node.leaf_count() + coarse);
  return values;
}

/// Whether an input matters: some values of the other unknowns leave more than one result, so this one decides.
class MaterialSearch {
 public:
  MaterialSearch(ResultSearch& search, RunInput input)
      : search_(search), input_(std::move(input)), groups_(search.program().nodes().size()) {}

  bool changes(std::size_t node) {
    const Value before = input_.nodes[node].value;
    std::optional<std::uint32_t> first;
    bool different = false;
    for (const auto& group : groups_of(node)) {
      input_.nodes[node].value = group.front();
      if (++runs_ > kMaxRuns) break;
      const std::uint32_t results = search_.ask(input_).set;
      different = first && *first != results;
      if (different) break;
      first = results;
    }
    input_.nodes[node].value = before;
    return different;
  }

  /// An input that changes nothing by itself may matter once others are known. Fixes them one after the other;
  /// where one result is left nothing matters any more and the search turns back.
  bool decides_beside(std::size_t node, std::span<const std::size_t> others) {
    if (++runs_ > kMaxRuns) return true;  // not shown to be immaterial: it counts as missing
    const ResultSet& results = search_.set(search_.ask(input_).set);
    if (results.values.size() + results.numbers.size() < 2) return false;
    const auto asked =
        std::find_if(others.begin(), others.end(), [&](std::size_t other) { return search_.is_asked(other); });
    if (asked == others.end()) return changes(node) || runs_ > kMaxRuns;
    const std::size_t other = *asked;
    const Value before = input_.nodes[other].value;
    bool decides = false;
    for (const auto& group : groups_of(other)) {
      input_.nodes[other].value = group.front();
      decides = decides_beside(node, others.subspan(static_cast<std::size_t>(asked - others.begin()) + 1));
      if (decides) break;
    }
    input_.nodes[other].value = before;
    return decides;
  }

  void start_over() { runs_ = 0; }

 private:
  static constexpr int kMaxRuns = 3000;

  /// Asked of an unknown or coarse input before it is fixed; the groups stay the same for the whole search.
  const std::vector<std::vector<Value>>& groups_of(std::size_t node) {
    if (groups_[node].empty()) groups_[node] = groups_of_values(search_.program(), node, input_.nodes[node].value);
    return groups_[node];
  }

  ResultSearch& search_;
  RunInput input_;
  std::vector<std::vector<std::vector<Value>>> groups_;
  int runs_ = 0;
};

}  // namespace

std::vector<std::uint32_t> what_tables_see(const Program& program, std::size_t node, Value value) {
  std::vector<std::uint32_t> seen;
  std::vector<ClassId> classes;
  for (const TableStep& table : program.tables()) {
    for (const Column& column : table.columns) {
      if (column.node != node) continue;
      classes_of(program.nodes()[node], column, value, classes);
      seen.insert(seen.end(), classes.begin(), classes.end());
      seen.push_back(0x10000);
    }
    for (const TableStep::When& when : table.when)
      if (when.node == node) seen.push_back(value < when.accepts.size() && when.accepts[value] ? 0x20001 : 0x20000);
  }
  return seen;
}

std::vector<std::vector<Value>> groups_of_values(const Program& program, std::size_t node, Value current) {
  const Node& source = program.nodes()[node];
  std::vector<std::vector<Value>> groups;
  std::map<std::vector<std::uint32_t>, std::size_t> seen;
  for (const Value value : candidates(source, current)) {
    const auto [at, fresh] = seen.emplace(what_tables_see(program, node, value), groups.size());
    if (fresh) groups.emplace_back();
    groups[at->second].push_back(value);
  }
  return groups;
}

Materiality find_material(ResultSearch* runs, const RunInput& input, const std::vector<bool>& asked) {
  Materiality materiality;
  if (runs == nullptr) {
    for (std::size_t node = 0; node < asked.size(); ++node)
      if (asked[node]) materiality.immaterial.push_back(node);
    return materiality;
  }
  MaterialSearch search(*runs, input);
  std::vector<std::size_t> hidden;
  for (std::size_t node = 0; node < asked.size(); ++node) {
    if (!asked[node]) continue;
    // The operands of a formula have no classes to try: they matter whenever the formula is open.
    if (runs->program().nodes()[node].feeds_measure || search.changes(node))
      materiality.missing.push_back(node);
    else
      hidden.push_back(node);
  }
  std::vector<std::size_t> unknown = materiality.missing;
  unknown.insert(unknown.end(), hidden.begin(), hidden.end());
  for (const std::size_t node : hidden) {
    std::vector<std::size_t> others;
    std::copy_if(unknown.begin(), unknown.end(), std::back_inserter(others),
                 [&](std::size_t other) { return other != node; });
    search.start_over();
    (search.decides_beside(node, others) ? materiality.missing : materiality.immaterial).push_back(node);
  }
  std::sort(materiality.missing.begin(), materiality.missing.end());
  return materiality;
}

namespace {

/// A value that leaves everything open (TX for an unknown T), or that the table does not have beside the rest.
bool decides_nothing(const ResultSet& results, const ResultSet& all) {
  const bool no_row = results.numbers.empty() && results.values == std::vector<Value>{kNoValue};
  const bool none_possible = std::find(all.values.begin(), all.values.end(), kNoValue) != all.values.end();
  return results == all || (no_row && !none_possible);
}

struct Branch {
  std::uint32_t set = 0;
  std::vector<Value> values;
};

/// The values of an input by what they leave possible; empty where they do not differ.
std::vector<Branch> branches_of(const ResultSearch& search, std::uint32_t whole, const TriedInput& input) {
  std::vector<Branch> branches, undecided;
  for (std::size_t i = 0; i < input.sets.size(); ++i) {
    auto& kept = decides_nothing(search.set(input.sets[i]), search.set(whole)) ? undecided : branches;
    auto found =
        std::find_if(kept.begin(), kept.end(), [&](const Branch& branch) { return branch.set == input.sets[i]; });
    if (found == kept.end()) found = kept.insert(kept.end(), {input.sets[i], {}});
    const auto& group = (*input.groups)[i];
    found->values.insert(found->values.end(), group.begin(), group.end());
  }
  // HER2 positive settles it and negative does not: the one answer is shown beside the other.
  if (branches.size() == 1)
    for (Branch& branch : undecided)
      if (branch.set == whole) branches.push_back(std::move(branch));
  if (branches.size() < 2) branches.clear();
  return branches;
}

std::vector<std::string> texts_of(const Program& program, std::size_t output, const ResultSet& results) {
  const Node& target = program.nodes()[output];
  std::vector<std::string> texts;
  for (const Value value : results.values) texts.push_back(describe_value(target, value));
  for (const Decimal& number : results.numbers) texts.push_back(number.text());
  if (texts.empty()) texts.emplace_back("none");  // a classification without a table
  std::vector<std::string_view> names(texts.begin(), texts.end());
  sort_results(program.model(), target.name(), names);
  return {names.begin(), names.end()};
}

}  // namespace

std::vector<Decider> rank_deciders(const Program& program, const ResultSearch& search, std::size_t output,
                                   std::uint32_t whole, std::span<const TriedInput> tried) {
  struct Ranked {
    std::size_t left = 0;  // results left, summed over the branches
    std::size_t branches = 1;
    Decider decider;
  };
  std::vector<Ranked> ranked;
  for (const TriedInput& input : tried) {
    std::vector<Branch> branches = branches_of(search, whole, input);
    if (branches.empty()) continue;
    Ranked& entry = ranked.emplace_back();
    entry.decider.input = program.nodes()[input.node].name();
    entry.branches = branches.size();
    for (Branch& branch : branches) {
      std::sort(branch.values.begin(), branch.values.end());
      entry.decider.branches.push_back({describe_values(program.nodes()[input.node], branch.values),
                                        texts_of(program, output, search.set(branch.set))});
      entry.left += entry.decider.branches.back().results.size();
    }
  }
  std::stable_sort(ranked.begin(), ranked.end(),
                   [](const Ranked& a, const Ranked& b) { return a.left * b.branches < b.left * a.branches; });
  std::vector<Decider> deciders;
  for (Ranked& each : ranked) deciders.push_back(std::move(each.decider));
  return deciders;
}

std::vector<Decider> find_deciders(ResultSearch& search, const RunInput& input, const std::vector<bool>& is_asked,
                                   std::uint32_t whole) {
  const Program& program = search.program();
  std::vector<std::size_t> asked;
  for (std::size_t node = 0; node < is_asked.size(); ++node)
    if (is_asked[node]) asked.push_back(node);
  RunInput trial = input;
  std::vector<std::vector<std::vector<Value>>> groups;
  std::vector<TriedInput> tried;
  groups.reserve(asked.size());
  for (const std::size_t node : asked) {
    groups.push_back(groups_of_values(program, node, input.nodes[node].value));
    TriedInput& each = tried.emplace_back(TriedInput{node, &groups.back(), {}});
    for (const auto& group : groups.back()) {
      trial.nodes[node].value = group.front();
      each.sets.push_back(search.ask(trial).set);
    }
    trial.nodes[node] = input.nodes[node];
  }
  return rank_deciders(program, search, search.output(), whole, tried);
}

}  // namespace restage::rules
