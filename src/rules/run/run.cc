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

bool is_surely_inactive(const Program& program, const TableStep& table, const RunInput& input) {
  return std::any_of(table.when.begin(), table.when.end(), [&](const TableStep::When& when) {
    const Node& node = program.nodes()[when.node];
    const Value value = input.nodes[when.node].value;
    const bool written = node.is_category && input.from_findings;
    return node.is_input && !written && !is_special(value) && !node.is_coarse(value) &&
           !when.accepts_value(value, node.leaf_count());
  });
}

void count_uses(const Program& program, const Step& step, bool from_findings, int by, std::vector<int>& uses,
                std::vector<int>& writes) {
  if (step.is_measure) {
    const MeasureStep& measure = program.measures()[step.index];
    for (const std::size_t operand : measure.operands) uses[operand] += by;
    writes[measure.node] += by;
    return;
  }
  const TableStep& table = program.tables()[step.index];
  for (const TableStep::When& when : table.when) uses[when.node] += by;
  for (const Column& column : table.columns) uses[column.node] += by;
  for (const std::size_t node : table.results)
    if (from_findings || !program.nodes()[node].is_category) writes[node] += by;
}

/// One run after the other in the same memory.
class Runner::Run {
 public:
  explicit Run(const Program& program) : program_(program), nodes_(program.nodes()) {
    std::size_t rows = 0;
    for (const TableStep& table : program.tables()) {
      first_row_.push_back(rows);
      rows += table.model->rows.size();
    }
    noted_.resize(rows);
  }

  RunResult& run(const RunInput& input) {
    input_ = &input;
    start();
    plan();
    for (std::size_t node = 0; node < nodes_.size(); ++node) {
      const Value value = initial(node);
      result_.used.push_back(uses_[node] > 0 && nodes_[node].is_input && writes_[node] == 0);
      result_.asked.push_back(uses_[node] > 0 && nodes_[node].is_input &&
                              (value == kOpenValue || nodes_[node].is_coarse(value)));
    }
    place_.assign(nodes_.size(), 0);
    first_.clear();
    for (std::size_t node = 0; node < nodes_.size(); ++node) {
      if (uses_[node] == 0 && writes_[node] == 0) continue;
      place_[node] = first_.size();
      live_.push_back(node);
      first_.push_back(initial(node));
    }
    states_.start(first_.size());
    states_.add(first_.data());
    for (const std::size_t i : program_.run_order()) {
      if (!in_play_[i]) continue;
      const Step& step = program_.steps()[i];
      if (step.is_measure)
        run_measure(program_.measures()[step.index]);
      else
        run_table(step.index);
      retire(step);
    }
    std::sort(result_.rules.begin(), result_.rules.end());
    return result_;
  }

 private:
  void start() {
    result_.nodes.resize(nodes_.size());
    for (NodeResult& node : result_.nodes) {
      node.computed = node.open = node.from_given = node.contradicted = false;
      node.values.clear();
      node.numbers.clear();
    }
    result_.asked.clear();
    result_.used.clear();
    result_.took_part.assign(program_.tables().size(), false);
    for (const auto& [table, row] : result_.rules) noted_[first_row_[table] + row] = false;
    result_.rules.clear();
    live_.clear();
    stored_.clear();
  }

  /// Which steps run, and how often each node is still asked for or written.
  void plan() {
    uses_.assign(nodes_.size(), 0);
    writes_.assign(nodes_.size(), 0);
    in_play_.assign(program_.steps().size(), false);
    for (std::size_t i = 0; i < in_play_.size(); ++i) {
      const Step& step = program_.steps()[i];
      if (!input_->from_findings && !program_.needed_from_categories()[i]) continue;
      if (!step.is_measure && is_surely_inactive(program_, program_.tables()[step.index], *input_)) continue;
      in_play_[i] = true;
      count(step, 1);
    }
  }

  void count(const Step& step, int by) { count_uses(program_, step, input_->from_findings, by, uses_, writes_); }

  bool writes(std::size_t node) const { return input_->from_findings || !nodes_[node].is_category; }

  Value initial(std::size_t node) const {
    return nodes_[node].is_input && writes_[node] == 0 ? input_->nodes[node].value : kUnsetValue;
  }

  void run_measure(const MeasureStep& step) {
    NodeResult& result = result_.nodes[step.node];
    result.computed = true;
    for (std::size_t i = 0; i < states_.size(); ++i) {
      Value* state = states_[i];
      operands_.clear();
      for (const std::size_t node : step.operands)
        if (const auto number = number_of(node, state[place_[node]])) operands_.push_back(*number);
      if (operands_.size() < step.operands.size()) {
        state[place_[step.node]] = kOpenValue;
        result.open = true;
        continue;
      }
      const auto number = step.model->expression.evaluate(operands_, step.model->decimals);
      state[place_[step.node]] = number ? store(step.node, *number) : kNoValue;
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

  void run_table(std::size_t index) {
    const TableStep& table = program_.tables()[index];
    for (const TableStep::When& when : table.when) split(when.node, true);
    for (const Column& column : table.columns) split(column.node, uses_[column.node] > 1);
    next_.start_like(states_);
    for (std::size_t i = 0; i < states_.size(); ++i) {
      const Value* state = states_[i];
      const bool active = std::all_of(table.when.begin(), table.when.end(), [&](const TableStep::When& when) {
        return when.accepts_value(state[place_[when.node]], nodes_[when.node].leaf_count());
      });
      if (!active) {
        next_.add(state);
        continue;
      }
      result_.took_part[index] = true;
      if (table.model->sum)
        add_points(index, table, state);
      else
        match(index, table, state);
    }
    states_.swap(next_);
  }

  /// Splits states over what a node may be, where the node is not settled.
  void split(std::size_t node, bool wanted) {
    if (!wanted) return;
    const Node& source = nodes_[node];
    const std::size_t place = place_[node];
    bool settled = true;
    for (std::size_t i = 0; i < states_.size() && settled; ++i)
      settled = states_[i][place] != kOpenValue && !source.is_coarse(states_[i][place]);
    if (settled) return;
    next_.start_like(states_);
    for (std::size_t i = 0; i < states_.size(); ++i) {
      const Value* state = states_[i];
      const Value value = state[place];
      if (value == kOpenValue) {
        for (const Value each : source.domain) next_.add(state)[place] = each;
      } else if (source.is_coarse(value)) {
        const std::size_t coarse = value - source.leaf_count();
        for (const std::uint32_t leaf : source.model->members[coarse])
          next_.add(state)[place] = source.named[coarse] ? bound_value(coarse, leaf) : leaf;
      } else {
        next_.add(state);
      }
    }
    states_.swap(next_);
  }

  /// True if every column has one class.
  bool open_classes(const TableStep& table, const Value* state) {
    open_.resize(table.columns.size());
    if (input_->visits != nullptr)
      input_->visits->push_back({static_cast<std::size_t>(&table - program_.tables().data()), {}, {}});
    bool single = true;
    for (std::size_t i = 0; i < table.columns.size(); ++i) {
      Value value = state[place_[table.columns[i].node]];
      const Node& node = nodes_[table.columns[i].node];
      if (node.kind == Node::Kind::Number && !is_special(value) && (value & kStoredBit) != 0)
        value = node.elementary(stored_[value & ~kStoredBit]);
      classes_of(node, table.columns[i], value, open_[i]);
      single &= open_[i].size() == 1;
      if (input_->visits != nullptr) input_->visits->back().values.push_back(value);
    }
    if (input_->visits != nullptr) input_->visits->back().classes = open_;
    return single;
  }

  void match(std::size_t index, const TableStep& table, const Value* state) {
    if (open_classes(table, state)) {
      classes_.clear();
      for (const auto& column : open_) classes_.push_back(column.front());
      apply(index, table, table.table.first_match(classes_), state);
      return;
    }
    for (const RowIndex row : table.table.reachable_rows(open_)) apply(index, table, row, state);
  }

  void apply(std::size_t index, const TableStep& table, RowIndex compiled_row, const Value* state) {
    Value* after = next_.add(state);
    const RowIndex row = compiled_row == kNoRow ? kNoRow : table.origin[compiled_row];
    if (row != kNoRow) note_rule(index, row);
    for (std::size_t k = 0; k < table.results.size(); ++k) {
      const std::size_t node = table.results[k];
      if (!writes(node)) continue;
      const Value value = row == kNoRow ? kUnsetValue : table.row_values[row * table.results.size() + k];
      if (value == kUnsetValue) {
        if (after[place_[node]] == kUnsetValue)
          after[place_[node]] =
              row == kNoRow && leading_open(table) && !nodes_[node].is_category ? kNoRowValue : kNoValue;
        continue;
      }
      after[place_[node]] = value;
      if (const auto& number = table.row_numbers[row * table.results.size() + k]) {
        after[place_[node]] = store(node, *number);
        insert_sorted(result_.nodes[node].numbers, *number);
      }
    }
  }

  /// Is the first column of the table an unknown or coarse input? Then a value of it that no row combines with
  /// the rest (in situ with positive nodes) is no possibility. Any other gap is: T0 N0 has no group with M0.
  bool leading_open(const TableStep& table) const {
    if (table.columns.empty()) return false;
    const std::size_t leading = table.columns.front().node;
    if (result_.nodes[leading].computed) return result_.nodes[leading].values.size() > 1;
    const Node& node = nodes_[leading];
    const Value value = input_->nodes[leading].value;
    return node.is_input && (value == kOpenValue || (!is_special(value) && node.is_coarse(value)));
  }

  void add_points(std::size_t index, const TableStep& table, const Value* state) {
    open_classes(table, state);
    const SumResult sum = reachable_sums(table, open_);
    for (const RowIndex row : sum.rows) note_rule(index, row);
    const std::size_t node = table.results.front();
    for (const Decimal& total : sum.totals) {
      next_.add(state)[place_[node]] = store(node, total);
      insert_sorted(result_.nodes[node].numbers, total);
    }
  }

  void note_rule(std::size_t table, RowIndex row) {
    if (noted_[first_row_[table] + row]) return;
    noted_[first_row_[table] + row] = true;
    result_.rules.emplace_back(table, row);
  }

  /// Records what the step settled, then drops what nobody asks for any more.
  void retire(const Step& step) {
    count(step, -1);
    if (!step.is_measure)
      for (const std::size_t node : program_.tables()[step.index].results)
        if (writes(node) && writes_[node] == 0) record(node);
    bool dropped = false;
    std::erase_if(live_, [&](std::size_t node) {
      if (uses_[node] > 0 || writes_[node] > 0) return false;
      for (std::size_t i = 0; i < states_.size(); ++i) states_[i][place_[node]] = kDeadValue;
      dropped = true;
      return true;
    });
    if (dropped && states_.size() > 1) states_.merge_equal();
  }

  void record(std::size_t node) {
    NodeResult& result = result_.nodes[node];
    result.computed = true;
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
    bool no_row = false;
    for (std::size_t i = 0; i < states_.size(); ++i) {
      const Value value = states_[i][place_[node]];
      no_row |= value == kNoRowValue;
      if (value == kUnsetValue || value == kNoRowValue) continue;
      if (nodes_[node].kind == Node::Kind::Number && value != kNoValue) continue;  // stands in numbers
      insert_sorted(result.values, value);
    }
    if (no_row && result.values.empty() && result.numbers.empty()) result.values.push_back(kNoValue);
  }

  /// Is the derived value one of those that the given one stands for?
  bool allows(std::size_t node, Value given, Value derived) const {
    if (given == derived) return true;
    if (!nodes_[node].is_coarse(given)) return false;
    const auto& members = nodes_[node].model->members[given - nodes_[node].leaf_count()];
    return std::find(members.begin(), members.end(), derived) != members.end();
  }

  /// Findings leave the category open: the given one is used, as a further fact about the same world.
  void use_given(std::size_t node, Value given, NodeResult& result) {
    result.from_given = true;
    result.contradicted = true;
    for (const Value derived : result.values)
      if (allows(node, given, derived) || derived == kNoValue || allows(node, derived, given))
        result.contradicted = false;
    next_.start_like(states_);
    if (!nodes_[node].is_coarse(given) || nodes_[node].named[given - nodes_[node].leaf_count()] == false)
      for (std::size_t i = 0; i < states_.size(); ++i)
        if (allows(node, given, states_[i][place_[node]])) next_.add(states_[i]);
    if (next_.empty())
      for (std::size_t i = 0; i < states_.size(); ++i) states_[i][place_[node]] = given;
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
  const RunInput* input_ = nullptr;
  RunResult result_;
  States states_;
  States next_;
  std::vector<Value> first_;
  std::vector<std::size_t> place_;  ///< [node] -> place in a state, of nodes that some step in play asks for or writes
  std::vector<std::size_t> live_;   ///< nodes that are still asked for or written
  std::vector<bool> in_play_;
  std::vector<int> uses_;
  std::vector<int> writes_;
  std::vector<Decimal> stored_;
  std::vector<Decimal> operands_;
  std::vector<std::vector<ClassId>> open_;
  std::vector<ClassId> classes_;
  std::vector<std::size_t> first_row_;  ///< [table] -> place of its first row in noted_
  std::vector<bool> noted_;             ///< rows that stand in result_.rules
};

Runner::Runner(const Program& program) : run_(std::make_unique<Run>(program)) {}
Runner::~Runner() = default;
const RunResult& Runner::run(const RunInput& input) { return run_->run(input); }

RunResult run_program(const Program& program, const RunInput& input) {
  return std::move(Runner::Run(program).run(input));
}

}  // namespace restage::rules
