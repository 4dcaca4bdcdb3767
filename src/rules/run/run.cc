// SPDX-License-Identifier: Apache-2.0
#include "rules/run/run.h"

#include <algorithm>

#include "rules/run/states.h"
#include "rules/run/sum_table.h"

namespace restage::rules {
namespace {

template <class T>
void insert_sorted(std::vector<T>& values, const T& value) {
  const auto at = std::lower_bound(values.begin(), values.end(), value);
  if (at == values.end() || !(*at == value)) values.insert(at, value);
}

}  // namespace

/// One run after the other in the same memory.
class Runner::Run {
 public:
  explicit Run(const Program& program) : program_(program), nodes_(program.nodes()), routes_(program) {
    std::size_t rows = 0;
    for (const TableStep& table : program.tables()) {
      first_row_.push_back(rows);
      rows += table.model->rows.size();
    }
    noted_.resize(rows);
    result_.asked.resize(nodes_.size());
    result_.took_part.resize(program.tables().size());
    result_.nodes.resize(nodes_.size());
  }

  const RunResult& consider(const RunInput& input) {
    input_ = &input;
    route_ = &routes_.of(input);
    if (route_->number != used_of_) result_.used = route_->is_used;
    used_of_ = route_->number;
    for (const std::size_t node : asked_) result_.asked[node] = false;
    asked_.clear();
    for (const std::size_t node : route_->inputs) {
      const Value value = input.nodes[node].value;
      if (value != kOpenValue && !nodes_[node].is_coarse(value)) continue;
      result_.asked[node] = true;
      asked_.push_back(node);
    }
    return result_;
  }

  RunResult& run(const RunInput& input) {
    consider(input);
    start();
    for (const RouteStep& step : route_->steps) {
      if (step.measure != nullptr)
        run_measure(step);
      else
        run_table(step);
      retire(step);
    }
    std::sort(result_.rules.begin(), result_.rules.end());
    return result_;
  }

 private:
  void start() {
    for (const std::size_t node : computed_) {
      NodeResult& result = result_.nodes[node];
      result.computed = result.open = result.from_given = result.contradicted = false;
      result.values.clear();
      result.numbers.clear();
    }
    computed_.clear();
    for (const auto& [table, row] : result_.rules) noted_[first_row_[table] + row] = false;
    result_.rules.clear();
    for (const std::size_t table : took_part_) result_.took_part[table] = false;
    took_part_.clear();
    stored_.clear();
    first_.assign(route_->nodes.size(), kUnsetValue);
    for (const std::uint32_t place : route_->from_input) first_[place] = input_->nodes[route_->nodes[place]].value;
    states_.start(first_.size());
    states_.add(first_.data());
  }

  NodeResult& computed(std::size_t node) {
    NodeResult& result = result_.nodes[node];
    if (!result.computed) computed_.push_back(node);
    result.computed = true;
    return result;
  }

  void run_measure(const RouteStep& step) {
    NodeResult& result = computed(step.measure->node);
    const std::uint32_t place = step.results.front().place;
    for (std::size_t i = 0; i < states_.size(); ++i) {
      Value* state = states_[i];
      operands_.clear();
      for (std::size_t k = 0; k < step.operands.size(); ++k)
        if (const auto number = number_of(step.measure->operands[k], state[step.operands[k]]))
          operands_.push_back(*number);
      if (operands_.size() < step.operands.size()) {
        state[place] = kOpenValue;
        result.open = true;
        continue;
      }
      const auto number = step.measure->model->expression.evaluate(operands_, step.measure->model->decimals);
      state[place] = number ? store(step.measure->node, *number) : kNoValue;
      if (number) insert_sorted(result.numbers, *number);
    }
  }

  std::optional<Decimal> number_of(std::size_t node, Value value) const {
    if (is_special(value)) return std::nullopt;
    if ((value & kStoredBit) != 0) return stored_[value & ~kStoredBit];
    return input_->nodes[node].number;
  }

  Value store(std::size_t node, const Decimal& number) {
    if (!nodes_[node].feeds_measure) return nodes_[node].elementary(number);
    auto found = std::find(stored_.begin(), stored_.end(), number);
    if (found == stored_.end()) found = stored_.insert(stored_.end(), number);
    return kStoredBit | static_cast<Value>(found - stored_.begin());
  }

  void run_table(const RouteStep& step) {
    for (const RouteNode& node : step.splits) split(node);
    const std::size_t count = states_.size();  // those that are added have been through the table
    bool takes_part = false;
    for (std::size_t i = 0; i < count; ++i) {
      if (!is_active(step, states_[i])) continue;
      takes_part = true;
      if (step.table->model->sum)
        add_points(step, i);
      else
        match(step, i);
    }
    if (!takes_part) return;
    result_.took_part[step.table_index] = true;
    took_part_.push_back(step.table_index);
  }

  static bool is_active(const RouteStep& step, const Value* state) {
    for (const auto& [when, node] : step.conditions)
      if (!when->accepts_value(state[node.place], node.node->leaf_count())) return false;
    return true;
  }

  /// Splits states over what a node may be, where the node is not settled.
  void split(const RouteNode& node) {
    bool settled = true;
    for (std::size_t i = 0; i < states_.size() && settled; ++i) settled = !node.is_open(states_[i][node.place]);
    if (settled) return;
    next_.start_like(states_);
    for (std::size_t i = 0; i < states_.size(); ++i) {
      const Value* state = states_[i];
      if (!node.is_open(state[node.place]))
        next_.add(state);
      else
        for (const Value each : route_->choices_of(node, state[node.place])) next_.add(state)[node.place] = each;
    }
    states_.swap(next_);
  }

  /// The classes of a state in the columns of a table; false where a column has several.
  bool find_classes(const RouteStep& step, const Value* state) {
    classes_.resize(step.columns.size());
    for (std::size_t i = 0; i < step.columns.size(); ++i) {
      const RouteColumn& column = step.columns[i];
      const Value value = state[column.place];
      if (value < column.plain_count)
        classes_[i] = column.plain[value];
      else if (!class_of_value(*column.node, *column.column, as_class(column, value), classes_[i]))
        return false;
    }
    return true;
  }

  Value as_class(const RouteColumn& column, Value value) const {
    const bool is_stored = column.node->kind == Node::Kind::Number && !is_special(value) && (value & kStoredBit) != 0;
    return is_stored ? column.node->elementary(stored_[value & ~kStoredBit]) : value;
  }

  void find_open_classes(const RouteStep& step, const Value* state) {
    open_.resize(step.columns.size());
    for (std::size_t i = 0; i < step.columns.size(); ++i) {
      const RouteColumn& column = step.columns[i];
      classes_of(*column.node, *column.column, as_class(column, state[column.place]), open_[i]);
    }
  }

  void note_visit(const RouteStep& step, const Value* state) {
    find_open_classes(step, state);
    TableVisit& visit = input_->visits->emplace_back(TableVisit{step.table_index, {}, open_});
    for (const RouteColumn& column : step.columns) visit.values.push_back(as_class(column, state[column.place]));
  }

  void match(const RouteStep& step, std::size_t state) {
    if (input_->visits != nullptr) note_visit(step, states_[state]);
    const TableStep& table = *step.table;
    if (find_classes(step, states_[state])) {
      apply(step, first_match(step), states_[state]);
      return;
    }
    find_open_classes(step, states_[state]);
    table.table.find_reachable_rows(open_, rows_);
    before_.assign(states_[state], states_[state] + first_.size());
    apply(step, rows_.front(), states_[state]);
    for (std::size_t i = 1; i < rows_.size(); ++i) apply(step, rows_[i], states_.add(before_.data()));
  }

  RowIndex first_match(const RouteStep& step) const {
    if (step.dense == nullptr) return step.table->table.first_match(classes_);
    std::size_t index = 0;
    for (std::size_t i = 0; i < step.columns.size(); ++i)
      index += static_cast<std::size_t>(classes_[i]) * step.columns[i].stride;
    const std::uint16_t row = step.dense[index];
    return row == 0xFFFF ? kNoRow : row;
  }

  /// Writes what a row gives, and notes the row.
  void apply(const RouteStep& step, RowIndex compiled_row, Value* state) {
    const TableStep& table = *step.table;
    const bool has_row = compiled_row != kNoRow;
    const std::size_t first = has_row ? table.origin[compiled_row] * table.results.size() : 0;
    if (has_row) note_rule(step.table_index, table.origin[compiled_row]);
    for (const RouteStep::Result& result : step.results) {
      Value& written = state[result.place];
      const Value value = has_row ? table.row_values[first + result.index] : kUnsetValue;
      if (value == kUnsetValue) {
        if (written == kUnsetValue)
          written = !has_row && !nodes_[result.node].is_category && leading_open(step) ? kNoRowValue : kNoValue;
        continue;
      }
      written = value;
      if (!step.has_numbers) continue;
      if (const auto& number = table.row_numbers[first + result.index]) {
        written = store(result.node, *number);
        insert_sorted(result_.nodes[result.node].numbers, *number);
      }
    }
  }

  /// Is the first column of the table an unknown or coarse input? Then a value of it that no row combines with
  /// the rest (in situ with positive nodes) is no possibility. Any other gap is: T0 N0 has no group with M0.
  bool leading_open(const RouteStep& step) const {
    if (step.leading == RouteStep::Leading::Settled) return false;
    if (step.leading == RouteStep::Leading::Computed) return result_.nodes[step.leading_node].values.size() > 1;
    const Value value = input_->nodes[step.leading_node].value;
    return value == kOpenValue || nodes_[step.leading_node].is_coarse(value);
  }

  void add_points(const RouteStep& step, std::size_t state) {
    if (input_->visits != nullptr) note_visit(step, states_[state]);
    const RouteStep::Result& result = step.results.front();
    auto& numbers = result_.nodes[result.node].numbers;
    if (find_classes(step, states_[state])) {
      const Decimal total = points_of(step);
      states_[state][result.place] = store(result.node, total);
      insert_sorted(numbers, total);
      return;
    }
    find_open_classes(step, states_[state]);
    const SumResult sum = reachable_sums(*step.table, open_);
    for (const RowIndex row : sum.rows) note_rule(step.table_index, row);
    before_.assign(states_[state], states_[state] + first_.size());
    for (std::size_t i = 0; i < sum.totals.size(); ++i) {
      Value* const after = i == 0 ? states_[state] : states_.add(before_.data());
      after[result.place] = store(result.node, sum.totals[i]);
      insert_sorted(numbers, sum.totals[i]);
    }
  }

  Decimal points_of(const RouteStep& step) {
    const TableStep& table = *step.table;
    Decimal sum;
    table.table.for_each_match(classes_, [&](RowIndex compiled) {
      const RowIndex row = table.origin[compiled];
      note_rule(step.table_index, row);
      sum = sum.plus(table.row_numbers[row * table.results.size()].value_or(Decimal{})).value_or(sum);
    });
    return sum;
  }

  void note_rule(std::size_t table, RowIndex row) {
    if (noted_[first_row_[table] + row]) return;
    noted_[first_row_[table] + row] = true;
    result_.rules.emplace_back(table, row);
  }

  /// Records what the step settled, then drops what nobody asks for any more.
  void retire(const RouteStep& step) {
    for (const std::size_t node : step.settles) record(node);
    if (step.leaves.empty() || states_.size() < 2 || &step == &route_->steps.back()) return;
    for (std::size_t i = 0; i < states_.size(); ++i)
      for (const std::uint32_t place : step.leaves) states_[i][place] = kDeadValue;
    states_.merge_equal();
  }

  void record(std::size_t node) {
    NodeResult& result = computed(node);
    collect(node, result);
    const Value given = input_->nodes[node].value;
    if (!nodes_[node].is_input || given == kOpenValue) return;
    const bool settled = result.values.size() == 1 && result.values.front() != kNoValue &&
                         !nodes_[node].is_coarse(result.values.front());
    if (!settled)
      use_given(node, given, result);
    else
      result.contradicted = !allows(node, given, result.values.front());
  }

  /// A left-out combination is no possibility beside others; alone it is `none`.
  void collect(std::size_t node, NodeResult& result) const {
    result.values.clear();
    const std::uint32_t place = route_->place[node];
    bool no_row = false;
    for (std::size_t i = 0; i < states_.size(); ++i) {
      const Value value = states_[i][place];
      no_row |= value == kNoRowValue;
      if (value == kUnsetValue || value == kNoRowValue) continue;
      if (nodes_[node].kind == Node::Kind::Number && value != kNoValue) continue;  // stands in numbers
      insert_sorted(result.values, value);
    }
    if (no_row && result.values.empty() && result.numbers.empty()) result.values.push_back(kNoValue);
  }

  /// Is the derived value one of those that the given one stands for? N1 is among what N+ stands for when all of N1 is.
  bool allows(std::size_t node, Value given, Value derived) const {
    if (given == derived) return true;
    if (!nodes_[node].is_coarse(given)) return false;
    const auto& members = nodes_[node].model->members[given - nodes_[node].leaf_count()];
    const auto is_member = [&](Value leaf) { return std::find(members.begin(), members.end(), leaf) != members.end(); };
    if (!nodes_[node].is_coarse(derived)) return is_member(derived);
    const auto& parts = nodes_[node].model->members[derived - nodes_[node].leaf_count()];
    return std::all_of(parts.begin(), parts.end(), is_member);
  }

  /// Findings leave the category open: the given one is used, as a further fact about the same world.
  void use_given(std::size_t node, Value given, NodeResult& result) {
    result.from_given = true;
    result.contradicted = true;
    for (const Value derived : result.values)
      if (allows(node, given, derived) || derived == kNoValue || allows(node, derived, given))
        result.contradicted = false;
    const std::uint32_t place = route_->place[node];
    next_.start_like(states_);
    if (!nodes_[node].is_coarse(given) || nodes_[node].named[given - nodes_[node].leaf_count()] == false)
      for (std::size_t i = 0; i < states_.size(); ++i)
        if (allows(node, given, states_[i][place])) next_.add(states_[i]);
    if (next_.empty())
      for (std::size_t i = 0; i < states_.size(); ++i) states_[i][place] = given;
    else
      states_.swap(next_);
    collect(node, result);
    std::erase_if(result_.rules, [&](const auto& rule) {
      const auto& results = program_.tables()[rule.first].results;
      const bool gives_node = std::find(results.begin(), results.end(), node) != results.end();
      if (gives_node) noted_[first_row_[rule.first] + rule.second] = false;
      return gives_node;
    });
  }

  const Program& program_;
  const std::vector<Node>& nodes_;
  Routes routes_;
  Route* route_ = nullptr;
  const RunInput* input_ = nullptr;
  RunResult result_;
  States states_;
  States next_;
  std::vector<Value> first_;   ///< the state that a run starts with
  std::vector<Value> before_;  ///< a state that a table leads on in several ways
  // What the run before left in the result.
  std::size_t used_of_ = 0;  ///< number of a route
  std::vector<std::size_t> asked_, computed_, took_part_;
  std::vector<Decimal> stored_;
  std::vector<Decimal> operands_;
  std::vector<std::vector<ClassId>> open_;
  std::vector<ClassId> classes_;
  std::vector<RowIndex> rows_;
  std::vector<std::size_t> first_row_;  ///< [table] -> place of its first row in noted_
  std::vector<bool> noted_;             ///< rows that stand in result_.rules
};

Runner::Runner(const Program& program) : run_(std::make_unique<Run>(program)) {}
Runner::Runner(Runner&&) noexcept = default;
Runner::~Runner() = default;
const RunResult& Runner::run(const RunInput& input) { return run_->run(input); }
const RunResult& Runner::consider(const RunInput& input) { return run_->consider(input); }

RunResult run_program(const Program& program, const RunInput& input) {
  return std::move(Runner::Run(program).run(input));
}

}  // namespace restage::rules
