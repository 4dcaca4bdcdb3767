// SPDX-License-Identifier: Apache-2.0
#include "rules/run/result_search.h"

#include <algorithm>
#include <map>

namespace restage::rules {
namespace {

constexpr std::size_t kMaxWorlds = 512;  // beyond it a run, which merges equal states, is faster
constexpr std::size_t kMaxRoutes = 256;
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

ResultSearch::ResultSearch(const Program& program, bool from_findings, std::size_t output)
    : program_(program), from_findings_(from_findings), output_(output), runner_(program) {
  const std::size_t nodes = program.nodes().size();
  for (std::size_t node = 0; node < nodes; ++node) {
    const bool is_condition =
        std::any_of(program.tables().begin(), program.tables().end(), [node](const TableStep& table) {
          return std::any_of(table.when.begin(), table.when.end(),
                             [node](const TableStep::When& when) { return when.node == node; });
        });
    if (is_condition && program.nodes()[node].is_input) conditions_.emplace_back(node, kDeadValue);
  }
  values_.resize(nodes);
  numbers_.resize(nodes);
  has_number_.resize(nodes);
  is_asked_.resize(nodes);
  inactive_.resize(program.tables().size());
}

ResultSearch::Answer ResultSearch::ask(const RunInput& input) {
  consider(input);
  if (!prepare(input) || !run_worlds()) return ask_run(input);
  return {number_of_set(), unverified_};
}

void ResultSearch::consider(const RunInput& input) {
  find_route(input);
  std::fill(is_asked_.begin(), is_asked_.end(), false);
  for (const std::size_t node : route_->inputs) {
    const Value value = input.nodes[node].value;
    if (value == kOpenValue || program_.nodes()[node].is_coarse(value)) is_asked_[node] = true;
  }
  const Value classification = input.nodes[Program::kClassificationNode].value;
  grouped_ = is_special(classification) || program_.classification_has_group(classification);
}

void ResultSearch::find_route(const RunInput& input) {
  bool changed = route_ == nullptr;
  for (auto& [node, value] : conditions_) {
    changed |= value != input.nodes[node].value;
    value = input.nodes[node].value;
  }
  if (!changed) return;
  const auto& tables = program_.tables();
  for (std::size_t i = 0; i < tables.size(); ++i)
    inactive_[i] = !tables[i].when.empty() && is_surely_inactive(program_, tables[i], input);
  auto found =
      std::find_if(routes_.begin(), routes_.end(), [&](const Route& route) { return route.inactive == inactive_; });
  if (found == routes_.end()) {
    if (routes_.size() >= kMaxRoutes) routes_.clear();  // route_ is set below
    found = routes_.insert(routes_.end(), make_route());
  }
  route_ = &*found;
}

ResultSearch::Route ResultSearch::make_route() const {
  Route route;
  route.inactive = inactive_;
  const auto& nodes = program_.nodes();
  route.uses.assign(nodes.size(), 0);
  std::vector<int> writes_left(nodes.size(), 0);
  std::vector<std::size_t> in_play;
  for (const std::size_t i : program_.run_order()) {
    const Step& step = program_.steps()[i];
    if (!from_findings_ && !program_.needed_from_categories()[i]) continue;
    if (!step.is_measure && inactive_[step.index]) continue;
    in_play.push_back(i);
    count_uses(program_, step, from_findings_, 1, route.uses, writes_left);
  }
  for (std::size_t node = 0; node < nodes.size(); ++node) {
    route.is_used.push_back(nodes[node].is_input && route.uses[node] > 0 && writes_left[node] == 0);
    if (route.is_used.back()) route.inputs.push_back(node);
    if (writes_left[node] > 0) route.written.push_back(node);
    if (writes_left[node] > 0 && nodes[node].is_input) route.written_inputs.push_back(node);
  }
  route.gives_output = writes_left[output_] > 0;
  route.adds_set.assign(nodes.size(), false);
  for (const std::size_t i : in_play) {
    const Step& step = program_.steps()[i];
    if (step.is_measure || !program_.tables()[step.index].model->sum) continue;
    for (const Column& column : program_.tables()[step.index].columns)
      if (nodes[column.node].kind == Node::Kind::Set && route.uses[column.node] == 1)
        route.adds_set[column.node] = true;
  }
  for (const std::size_t step : in_play) add_step(route, step, writes_left);
  return route;
}

void ResultSearch::add_step(Route& route, std::size_t index, std::vector<int>& writes_left) const {
  const Step& step = program_.steps()[index];
  RouteStep& added = route.steps.emplace_back();
  if (step.is_measure) {
    added.measure = &program_.measures()[step.index];
    --writes_left[added.measure->node];
    return;
  }
  added.table = &program_.tables()[step.index];
  for (std::size_t i = 0; i < added.table->columns.size(); ++i) {
    const Column& column = added.table->columns[i];
    // A set is a mask, which is no place in `plain`.
    const bool is_set = program_.nodes()[column.node].kind == Node::Kind::Set;
    added.columns.push_back(
        {column.plain.data(), is_set ? 0 : static_cast<std::uint32_t>(column.plain.size()), 0, column.node, &column});
    if (added.table->table.is_dense()) added.columns.back().stride = added.table->table.strides()[i];
  }
  if (added.table->table.is_dense() && !added.table->model->sum) added.dense = added.table->table.dense().data();
  for (const TableStep::When& when : added.table->when) added.conditions.push_back(&when);
  for (const std::size_t node : added.table->results)
    added.has_numbers = added.has_numbers || program_.nodes()[node].kind == Node::Kind::Number;
  added.gives_final = std::find(added.table->results.begin(), added.table->results.end(), program_.final_node()) !=
                      added.table->results.end();
  if (!added.table->columns.empty()) {
    added.leading_node = added.table->columns.front().node;
    const bool is_written =
        std::find(route.written.begin(), route.written.end(), added.leading_node) != route.written.end();
    if (is_written && writes_left[added.leading_node] == 0)
      added.leading = Leading::Computed;
    else if (program_.nodes()[added.leading_node].is_input)
      added.leading = Leading::Input;
  }
  for (const std::size_t node : added.table->results)
    if (writes(node)) --writes_left[node];
}

/// Sets the known inputs of the worlds and lists the open ones; false: a run has to answer.
bool ResultSearch::prepare(const RunInput& input) {
  for (const std::size_t node : route_->written_inputs)
    if (input.nodes[node].value != kOpenValue) return false;  // given beside what tables find
  open_.clear();
  std::size_t worlds = 1;
  for (const std::size_t node : route_->inputs) {
    const KnownValue& known = input.nodes[node];
    if (!is_asked_[node]) {
      values_[node] = known.value;
      has_number_[node] = known.number.has_value() && !is_special(known.value);
      if (has_number_[node]) numbers_[node] = *known.number;
      continue;
    }
    const Node& source = program_.nodes()[node];
    if (source.feeds_measure || route_->adds_set[node]) return false;
    const Choices& choices = choices_of(node, known.value);
    worlds *= choices.values.size();
    if (worlds == 0 || worlds > kMaxWorlds) return false;
    open_.push_back({node, &choices.values, 0});
  }
  several_worlds_ = worlds > 1;
  return true;
}

const ResultSearch::Choices& ResultSearch::choices_of(std::size_t node, Value current) {
  Route& route = *route_;
  for (const Choices& choices : route.choices)
    if (choices.node == node && choices.current == current) return choices;
  const Node& source = program_.nodes()[node];
  std::vector<Value> candidates;
  const auto add_members = [&](std::size_t coarse) {
    for (const std::uint32_t leaf : source.model->members[coarse])
      candidates.push_back(source.named[coarse] ? bound_value(coarse, leaf) : leaf);
  };
  if (source.is_coarse(current)) {
    add_members(current - source.leaf_count());
  } else if (route.uses[node] == 1 && node == Program::kClassificationNode) {
    for (Value leaf = 0; leaf < source.leaf_count(); ++leaf) candidates.push_back(leaf);
  } else if (route.uses[node] == 1 && source.kind == Node::Kind::Set) {
    candidates.push_back(0);  // where the first match decides, sets of one member reach whatever any set reaches
    for (std::uint32_t member = 0; member < source.leaf_count(); ++member) candidates.push_back(Value{1} << member);
  } else {
    candidates = source.domain;
  }
  Choices choices{node, current, {}};
  std::map<std::vector<std::uint32_t>, Value> seen;
  for (const Value value : candidates) {
    std::vector<std::uint32_t> signature;
    for (const RouteStep& step : route.steps) {
      if (step.table == nullptr) continue;
      for (const Column& column : step.table->columns) {
        ClassId id = 0;
        if (column.node == node && class_of_value(source, column, value, id)) signature.push_back(id);
      }
      for (const TableStep::When& when : step.table->when)
        if (when.node == node) signature.push_back(when.accepts_value(value, source.leaf_count()) ? 0x10001 : 0x10000);
    }
    if (seen.emplace(std::move(signature), value).second) choices.values.push_back(value);
  }
  return route.choices.emplace_back(std::move(choices));
}

bool ResultSearch::run_worlds() {
  unverified_ = no_row_ = false;
  found_.values.clear();
  found_.numbers.clear();
  for (;;) {
    for (const Open& open : open_) values_[open.node] = (*open.values)[open.at];
    if (!run_world()) return false;
    std::size_t i = 0;
    while (i < open_.size() && ++open_[i].at == open_[i].values->size()) open_[i++].at = 0;
    if (i == open_.size()) break;
  }
  if (no_row_ && found_.values.empty() && found_.numbers.empty()) found_.values.push_back(kNoValue);
  return true;
}

bool ResultSearch::run_world() {
  for (const std::size_t node : route_->written) values_[node] = kUnsetValue;
  for (const RouteStep& step : route_->steps)
    if (step.table != nullptr ? !run_table(step) : !run_measure(*step.measure)) return false;
  if (!route_->gives_output) return true;
  const Value value = values_[output_];
  if (value == kNoRowValue) no_row_ = true;
  if (value == kNoRowValue || value == kUnsetValue) return true;
  const auto insert = [](auto& sorted, const auto& each) {
    const auto at = std::lower_bound(sorted.begin(), sorted.end(), each);
    if (at == sorted.end() || !(*at == each)) sorted.insert(at, each);
  };
  if (program_.nodes()[output_].kind == Node::Kind::Number && value != kNoValue)
    insert(found_.numbers, numbers_[output_]);
  else
    insert(found_.values, value);
  return true;
}

bool ResultSearch::run_measure(const MeasureStep& step) {
  operands_.clear();
  for (const std::size_t node : step.operands) {
    if (is_special(values_[node]) || !has_number_[node]) return false;
    operands_.push_back(numbers_[node]);
  }
  const auto number = step.model->expression.evaluate(operands_, step.model->decimals);
  if (number)
    set_number(step.node, *number);
  else
    values_[step.node] = kNoValue;
  return true;
}

void ResultSearch::set_number(std::size_t node, const Decimal& number) {
  values_[node] = program_.nodes()[node].elementary(number);
  numbers_[node] = number;
  has_number_[node] = true;
}

bool ResultSearch::run_table(const RouteStep& step) {
  for (const TableStep::When* when : step.conditions)
    if (!when->accepts_value(values_[when->node], program_.nodes()[when->node].leaf_count())) return true;
  if (step.dense != nullptr) {
    std::size_t index = 0;
    for (const RouteColumn& column : step.columns) {
      const Value value = values_[column.node];
      ClassId id = 0;
      if (value < column.plain_count)
        id = column.plain[value];
      else if (!class_of_value(program_.nodes()[column.node], *column.column, value, id))
        return false;
      index += static_cast<std::size_t>(id) * column.stride;
    }
    const std::uint16_t row = step.dense[index];
    return take_row(step, row == 0xFFFF ? kNoRow : row);
  }
  classes_.resize(step.columns.size());
  for (std::size_t i = 0; i < step.columns.size(); ++i)
    if (!class_of_value(program_.nodes()[step.columns[i].node], *step.columns[i].column, values_[step.columns[i].node],
                        classes_[i]))
      return false;
  return step.table->model->sum ? add_points(step, *step.table)
                                : take_row(step, step.table->table.first_match(classes_));
}

void ResultSearch::note(const RouteStep& step, RowIndex row) {
  if (!step.table->row_verified[row] && (grouped_ || !step.gives_final)) unverified_ = true;
}

bool ResultSearch::take_row(const RouteStep& step, RowIndex compiled) {
  const TableStep& table = *step.table;
  if (compiled == kNoRow) {
    Value missing = kNoValue;
    if (several_worlds_ && step.leading == Leading::Computed)
      return false;  // depends on what it is in the other worlds
    if (step.leading == Leading::Input && is_asked_[step.leading_node]) missing = kNoRowValue;
    for (const std::size_t node : table.results)
      if (writes(node) && values_[node] == kUnsetValue)
        values_[node] = program_.nodes()[node].is_category ? kNoValue : missing;
    return true;
  }
  const RowIndex row = table.origin[compiled];
  note(step, row);
  const std::size_t count = table.results.size();
  for (std::size_t k = 0; k < count; ++k) {
    const std::size_t node = table.results[k];
    if (!writes(node)) continue;
    const Value value = table.row_values[row * count + k];
    if (value == kUnsetValue) {
      if (values_[node] == kUnsetValue) values_[node] = kNoValue;
      continue;
    }
    values_[node] = value;
    if (!step.has_numbers) continue;
    if (const auto& number = table.row_numbers[row * count + k]) set_number(node, *number);
  }
  return true;
}

bool ResultSearch::add_points(const RouteStep& step, const TableStep& table) {
  Decimal sum;
  table.table.for_each_match(classes_, [&](RowIndex compiled) {
    const RowIndex row = table.origin[compiled];
    note(step, row);
    sum = sum.plus(table.row_numbers[row * table.results.size()].value_or(Decimal{})).value_or(sum);
  });
  set_number(table.results.front(), sum);
  return true;
}

std::uint32_t ResultSearch::number_of_set() {
  constexpr std::size_t kSmall = 256;
  const bool is_small = found_.numbers.empty() && found_.values.size() == 1 && found_.values.front() < kSmall;
  if (is_small) {
    set_of_value_.resize(kSmall, kNoSet);
    if (set_of_value_[found_.values.front()] != kNoSet) return set_of_value_[found_.values.front()];
  }
  const auto [at, fresh] = numbers_of_sets_.try_emplace(found_, static_cast<std::uint32_t>(sets_.size()));
  if (fresh) sets_.push_back(&at->first);
  if (is_small) set_of_value_[found_.values.front()] = at->second;
  return at->second;
}

ResultSearch::Answer ResultSearch::ask_run(const RunInput& input) {
  const RunResult& result = runner_.run(input);
  found_.values = result.nodes[output_].values;
  found_.numbers = result.nodes[output_].numbers;
  unverified_ = false;
  for (const auto& [index, row] : result.rules) {
    const TableStep& table = program_.tables()[index];
    const bool gives_final =
        std::find(table.results.begin(), table.results.end(), program_.final_node()) != table.results.end();
    if (!table.row_verified[row] && (grouped_ || !gives_final)) unverified_ = true;
  }
  return {number_of_set(), unverified_};
}

}  // namespace restage::rules
