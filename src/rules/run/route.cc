// SPDX-License-Identifier: Apache-2.0
#include "rules/run/route.h"

#include <algorithm>
#include <map>

namespace restage::rules {
namespace {

/// Do the inputs alone keep a table out of play, whatever is still unknown?
bool is_surely_inactive(const Program& program, const TableStep& table, const RunInput& input) {
  return std::any_of(table.when.begin(), table.when.end(), [&](const TableStep::When& when) {
    const Node& node = program.nodes()[when.node];
    const Value value = input.nodes[when.node].value;
    const bool written = node.is_category && input.from_findings;
    return node.is_input && !written && !is_special(value) && !node.is_coarse(value) &&
           !when.accepts_value(value, node.leaf_count());
  });
}

class RouteMaker {
 public:
  RouteMaker(const Program& program, bool from_findings, const std::vector<bool>& inactive)
      : program_(program), nodes_(program.nodes()), uses_(nodes_.size(), 0), writes_(nodes_.size(), 0) {
    route_.from_findings = from_findings;
    route_.inactive = inactive;
  }

  Route make() {
    std::vector<std::size_t> in_play;
    for (const std::size_t i : program_.run_order()) {
      const Step& step = program_.steps()[i];
      if (!route_.from_findings && !program_.needed_from_categories()[i]) continue;
      if (!step.is_measure && route_.inactive[step.index]) continue;
      in_play.push_back(i);
      count(step, 1);
    }
    is_written_.resize(nodes_.size());
    route_.place.resize(nodes_.size());
    for (std::size_t node = 0; node < nodes_.size(); ++node) {
      is_written_[node] = writes_[node] > 0;
      route_.is_used.push_back(nodes_[node].is_input && uses_[node] > 0 && !is_written_[node]);
      if (route_.is_used.back()) route_.inputs.push_back(node);
      if (uses_[node] == 0 && writes_[node] == 0) continue;
      route_.place[node] = static_cast<std::uint32_t>(route_.nodes.size());
      if (route_.is_used.back()) route_.from_input.push_back(route_.place[node]);
      route_.nodes.push_back(node);
    }
    for (const std::size_t i : in_play) add(program_.steps()[i]);
    return std::move(route_);
  }

 private:
  bool writes(std::size_t node) const { return route_.from_findings || !nodes_[node].is_category; }

  /// Adds `by` for each node that a step asks for and each that it writes; given categories are not written.
  void count(const Step& step, int by) {
    if (step.is_measure) {
      const MeasureStep& measure = program_.measures()[step.index];
      for (const std::size_t operand : measure.operands) uses_[operand] += by;
      writes_[measure.node] += by;
      return;
    }
    const TableStep& table = program_.tables()[step.index];
    for (const TableStep::When& when : table.when) uses_[when.node] += by;
    for (const Column& column : table.columns) uses_[column.node] += by;
    for (const std::size_t node : table.results)
      if (writes(node)) writes_[node] += by;
  }

  RouteNode node_at(std::size_t index) const {
    const Node& node = nodes_[index];
    RouteNode added{&node, index, route_.place[index], 0, 0, is_written_[index]};
    if (node.kind != Node::Kind::Code) return added;
    added.leaves = node.leaf_count();
    added.values = static_cast<std::uint32_t>(node.model->declaration.values.size());
    return added;
  }

  void add(const Step& step) {
    RouteStep& added = route_.steps.emplace_back();
    if (step.is_measure) {
      added.measure = &program_.measures()[step.index];
      added.results.push_back({added.measure->node, 0, route_.place[added.measure->node]});
      for (const std::size_t operand : added.measure->operands) added.operands.push_back(route_.place[operand]);
    } else {
      added.table = &program_.tables()[step.index];
      added.table_index = step.index;
      add_table(added, *added.table);
    }
    count(step, -1);
    if (!step.is_measure)
      for (const RouteStep::Result& result : added.results)
        if (writes_[result.node] == 0) added.settles.push_back(result.node);
    for (std::uint32_t place = 0; place < route_.nodes.size(); ++place) {
      const std::size_t node = route_.nodes[place];
      if (uses_[node] == 0 && writes_[node] == 0 && !is_left(place)) added.leaves.push_back(place);
    }
    left_.insert(left_.end(), added.leaves.begin(), added.leaves.end());
  }

  bool is_left(std::uint32_t place) const { return std::find(left_.begin(), left_.end(), place) != left_.end(); }

  void add_table(RouteStep& added, const TableStep& table) {
    for (const TableStep::When& when : table.when) {
      added.conditions.emplace_back(&when, node_at(when.node));
      added.splits.push_back(added.conditions.back().second);
    }
    for (std::size_t i = 0; i < table.columns.size(); ++i) {
      const Column& column = table.columns[i];
      const Node& node = nodes_[column.node];
      // A set is a mask, which is no place in `plain`.
      const auto plain_count =
          node.kind == Node::Kind::Set ? std::uint32_t{0} : static_cast<std::uint32_t>(column.plain.size());
      const std::uint32_t stride = table.table.is_dense() ? table.table.strides()[i] : 0;
      added.columns.push_back({column.plain.data(), plain_count, stride, route_.place[column.node], &node, &column});
      if (uses_[column.node] > 1) added.splits.push_back(node_at(column.node));
    }
    if (table.table.is_dense() && !table.model->sum) added.dense = table.table.dense().data();
    for (std::size_t k = 0; k < table.results.size(); ++k) {
      const std::size_t node = table.results[k];
      if (!writes(node)) continue;
      added.results.push_back({node, k, route_.place[node]});
      added.has_numbers = added.has_numbers || nodes_[node].kind == Node::Kind::Number;
    }
    if (table.columns.empty()) return;
    added.leading_node = table.columns.front().node;
    if (is_written_[added.leading_node] && writes_[added.leading_node] == 0)
      added.leading = RouteStep::Leading::Computed;
    else if (nodes_[added.leading_node].is_input)
      added.leading = RouteStep::Leading::Input;
  }

  const Program& program_;
  const std::vector<Node>& nodes_;
  Route route_;
  std::vector<int> uses_;    ///< [node] by this step and later ones
  std::vector<int> writes_;  ///< likewise
  std::vector<bool> is_written_;
  std::vector<std::uint32_t> left_;
};

/// The classes of a value in every column, and whether it meets conditions: values alike in this are one to the route.
std::vector<std::uint32_t> what_steps_see(const Route& route, const RouteNode& node, Value value) {
  std::vector<std::uint32_t> seen;
  for (const RouteStep& step : route.steps) {
    for (const RouteColumn& column : step.columns) {
      ClassId id = 0;
      if (column.place == node.place && class_of_value(*node.node, *column.column, value, id)) seen.push_back(id);
    }
    for (const auto& [when, asked] : step.conditions)
      if (asked.place == node.place)
        seen.push_back(when->accepts_value(value, node.node->leaf_count()) ? 0x10001 : 0x10000);
  }
  return seen;
}

}  // namespace

std::span<const Value> Route::choices_of(const RouteNode& node, Value current) {
  for (const Choices& choices : choices_)
    if (choices.node == node.index && choices.current == current) return choices.values;
  Choices& added = choices_.emplace_back(Choices{node.index, current, {}});
  const Node& source = *node.node;
  std::vector<Value> candidates;
  if (current == kOpenValue) {
    candidates = source.domain;
  } else {
    const std::size_t coarse = current - source.leaf_count();
    for (const std::uint32_t leaf : source.model->members[coarse])
      candidates.push_back(source.named[coarse] ? bound_value(coarse, leaf) : leaf);
  }
  if (node.is_written) {  // what it is will be told
    added.values = std::move(candidates);
    return added.values;
  }
  std::map<std::vector<std::uint32_t>, Value> seen;
  for (const Value value : candidates)
    if (seen.emplace(what_steps_see(*this, node, value), value).second) added.values.push_back(value);
  return added.values;
}

Routes::Routes(const Program& program) : program_(program), inactive_(program.tables().size()) {
  std::vector<bool> is_condition(program.nodes().size());
  for (const TableStep& table : program.tables())
    for (const TableStep::When& when : table.when) is_condition[when.node] = true;
  for (std::size_t node = 0; node < is_condition.size(); ++node)
    if (is_condition[node] && program.nodes()[node].is_input) conditions_.emplace_back(node, kDeadValue);
}

Route& Routes::of(const RunInput& input) {
  constexpr std::size_t kMaxRoutes = 256;
  bool changed = last_ == nullptr || last_->from_findings != input.from_findings;
  for (auto& [node, value] : conditions_) {
    changed |= value != input.nodes[node].value;
    value = input.nodes[node].value;
  }
  if (!changed) return *last_;
  const auto& tables = program_.tables();
  for (std::size_t i = 0; i < tables.size(); ++i)
    inactive_[i] = !tables[i].when.empty() && is_surely_inactive(program_, tables[i], input);
  auto found = std::find_if(routes_.begin(), routes_.end(), [&](const Route& route) {
    return route.from_findings == input.from_findings && route.inactive == inactive_;
  });
  if (found == routes_.end()) {
    if (routes_.size() >= kMaxRoutes) routes_.clear();  // last_ is set below
    found = routes_.insert(routes_.end(), RouteMaker(program_, input.from_findings, inactive_).make());
    found->number = ++made_;
  }
  last_ = &*found;
  return *last_;
}

}  // namespace restage::rules
