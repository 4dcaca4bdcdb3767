// SPDX-License-Identifier: Apache-2.0
#include "rules/run/collector.h"

#include <algorithm>

#include "base/result.h"
#include "base/text.h"
#include "rules/run/given_value.h"
#include "rules/run/reasons.h"

namespace restage::rules {
namespace {

bool lists(const Cell& cell, Value value) {
  return std::binary_search(cell.values.begin(), cell.values.end(), static_cast<std::uint32_t>(value));
}

bool accepts_set(const Cell& cell, Value members) {
  if (members == 0) return cell.none;
  return std::any_of(cell.values.begin(), cell.values.end(),
                     [&](std::uint32_t member) { return (members >> member & 1) != 0; });
}

bool accepts_number(const Cell& cell, const Decimal& number) {
  return std::any_of(cell.intervals.begin(), cell.intervals.end(),
                     [&](const Interval& interval) { return interval.contains(number); });
}

Cell condition_cell(const Condition& condition, const InputModel& input) {
  Cell cell;
  for (const std::string& name : condition.values) {
    if (name == "none") cell.none = true;
    const auto value = input.value_number(name);
    if (!value) continue;
    cell.values.push_back(*value);
    if (*value >= input.leaf_count)
      for (const std::uint32_t member : input.members[*value - input.leaf_count]) cell.values.push_back(member);
  }
  std::sort(cell.values.begin(), cell.values.end());
  return cell;
}

}  // namespace

struct Collector::Test {
  std::size_t node = 0;
  const Cell* cell = nullptr;
};

struct Collector::Row {
  const TableModel* table = nullptr;
  const RowModel* rule = nullptr;
  std::vector<Test> tests;
};

std::string_view CollectedRow::result(std::string_view name) const {
  const auto found = std::find(model->results.begin(), model->results.end(), name);
  if (found == model->results.end()) return {};
  const std::string& text = rule->results[static_cast<std::size_t>(found - model->results.begin())];
  return text == "-" ? std::string_view{} : std::string_view(text);
}

std::vector<std::string_view> CollectedRow::results(std::string_view name) const {
  std::vector<std::string_view> parts;
  for (const std::string_view part : text::split(result(name), ';'))
    if (const std::string_view trimmed = text::trim(part); !trimmed.empty()) parts.push_back(trimmed);
  return parts;
}

Collector::Collector(const Pack& pack) : program_(pack.program()) {
  RESTAGE_ASSERT(program_ != nullptr);
  for (const TableModel& table : program_->model().tables) {
    if (!table.collect) continue;
    std::vector<Test> conditions;
    for (const Condition& condition : table.when)
      if (const auto node = program_->node_of(condition.input)) {
        conditions_.push_back(condition_cell(condition, *program_->nodes()[*node].model));
        conditions.push_back({*node, &conditions_.back()});
      }
    for (const RowModel& rule : table.rows) {
      Row& row = rows_.emplace_back(Row{&table, &rule, conditions});
      for (std::size_t column = 0; column < rule.cells.size(); ++column)
        if (const auto node = program_->node_of(table.columns[column]); node && !rule.cells[column].any)
          row.tests.push_back({*node, &rule.cells[column]});
    }
  }
  if (!program_->steps().empty()) runner_ = std::make_unique<Runner>(*program_);
}

Collector::~Collector() = default;
Collector::Collector(Collector&&) noexcept = default;

Collector::Truth Collector::test(const Test& test, const RunInput& input) const {
  const Node& node = program_->nodes()[test.node];
  const auto truth_of = [](bool accepted) { return accepted ? Truth::Yes : Truth::No; };
  const auto truth_of_value = [&](Value value) {
    if (value == kOpenValue) return Truth::Unknown;
    if (is_special(value)) return truth_of(test.cell->none);
    if (node.kind == Node::Kind::Set) return truth_of(accepts_set(*test.cell, value));
    if (is_bound(value)) value = node.leaf_count() + coarse_of(value);
    if (!node.is_coarse(value) || lists(*test.cell, value)) return truth_of(lists(*test.cell, value));
    const auto& members = node.model->members[value - node.leaf_count()];
    const auto accepted = static_cast<std::size_t>(
        std::count_if(members.begin(), members.end(), [&](std::uint32_t member) { return lists(*test.cell, member); }));
    return accepted == 0 ? Truth::No : accepted == members.size() ? Truth::Yes : Truth::Unknown;
  };
  const NodeResult* computed = result_ == nullptr ? nullptr : &result_->nodes[test.node];
  if (computed == nullptr || !computed->computed) {
    const KnownValue& known = input.nodes[test.node];
    if (node.kind == Node::Kind::Number && !is_special(known.value))
      return known.number ? truth_of(accepts_number(*test.cell, *known.number)) : Truth::Unknown;
    return truth_of_value(known.value);
  }
  if (computed->open) return Truth::Unknown;
  bool yes = false, no = false;
  const auto note = [&](Truth truth) {
    yes |= truth != Truth::No;
    no |= truth != Truth::Yes;
  };
  for (const Value value : computed->values) note(truth_of_value(value));
  for (const Decimal& number : computed->numbers) note(truth_of(accepts_number(*test.cell, number)));
  return yes == no ? Truth::Unknown : truth_of(yes);
}

bool Collector::is_known(std::size_t node, const RunInput& input) const {
  if (result_ != nullptr && result_->nodes[node].computed) {
    const NodeResult& computed = result_->nodes[node];
    return !computed.open && computed.values.size() + computed.numbers.size() == 1;
  }
  const Value value = input.nodes[node].value;
  return !is_special(value) && !program_->nodes()[node].is_coarse(value);
}

void Collector::name_inputs(const Row& row, const RunInput& input, CollectedRow& collected) const {
  const auto add = [](std::vector<std::string_view>& names, std::string_view name) {
    if (std::find(names.begin(), names.end(), name) == names.end()) names.push_back(name);
  };
  for (const Test& test : row.tests) {
    std::vector<std::size_t> nodes = {test.node};
    if (result_ != nullptr && result_->nodes[test.node].computed)
      nodes = reasons_of(*program_, *result_, test.node).inputs;
    const bool holds = this->test(test, input) == Truth::Yes;
    for (const std::size_t node : nodes) {
      const bool known = is_known(node, input);
      if (known || input.nodes[node].value != kOpenValue) add(collected.inputs, program_->nodes()[node].name());
      if (!known && !holds) add(collected.asks, program_->nodes()[node].name());
    }
  }
}

Collection Collector::collect(std::span<const GivenInput> given, Open open, std::string_view classification) {
  Collection collection;
  const RunInput input = read_inputs(*program_, classification, given, Pack::Start::Findings, collection.problems);
  for (const std::size_t node : input.assumed) collection.assumed.push_back(program_->nodes()[node].name());
  result_ = runner_ == nullptr ? nullptr : &runner_->run(input);
  for (const Row& row : rows_) {
    Truth truth = Truth::Yes;
    for (const Test& each : row.tests)
      if ((truth = std::min(truth, test(each, input))) == Truth::No) break;
    if (truth == Truth::No || (truth == Truth::Unknown && open == Open::LeaveOut)) continue;
    CollectedRow& collected = (truth == Truth::Yes ? collection.hits : collection.open).emplace_back();
    collected.model = row.table;
    collected.rule = row.rule;
    name_inputs(row, input, collected);
  }
  return collection;
}

}  // namespace restage::rules
