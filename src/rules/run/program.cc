// SPDX-License-Identifier: Apache-2.0
#include "rules/run/program.h"

#include <algorithm>
#include <map>
#include <numeric>
#include <set>

#include "rules/run/table_compiler.h"

namespace restage::rules {

Decimal Node::prepared(const Decimal& number) const {
  if (!model->round_to || (model->keep_exact_below && number < *model->keep_exact_below)) return number;
  return number.rounded_to(*model->round_to);
}

Value Node::elementary(const Decimal& number) const {
  const auto at = std::lower_bound(cuts.begin(), cuts.end(), number);
  const auto index = static_cast<Value>(at - cuts.begin());
  return at != cuts.end() && *at == number ? 2 * index + 1 : 2 * index;
}

bool Node::attainable(std::size_t elementary) const {
  const std::size_t cut = elementary / 2;
  const auto& minimum = model->minimum;
  const auto& maximum = model->maximum;
  std::optional<Decimal> step = model->round_to;
  if (model->declaration.type == InputType::Integer && !step) step = Decimal::of(1);
  const auto on_grid = [&](const Decimal& value) { return !step || value.rounded_to(*step) == value; };
  if (elementary % 2 == 1) {
    const Decimal& value = cuts[cut];
    if ((minimum && value < *minimum) || (maximum && value > *maximum)) return false;
    return on_grid(value) || (model->keep_exact_below && value < *model->keep_exact_below);
  }
  // The open interval between two cuts, cut to the range of the input.
  const std::optional<Decimal> low = cut > 0 ? std::optional(cuts[cut - 1]) : std::nullopt;
  const std::optional<Decimal> high = cut < cuts.size() ? std::optional(cuts[cut]) : std::nullopt;
  if (low && maximum && !(*low < *maximum)) return false;
  if (high && minimum && !(*minimum < *high)) return false;
  if (!step) return true;
  const bool from_minimum = minimum && (!low || *low < *minimum);
  if (model->keep_exact_below) {
    const std::optional<Decimal> start = from_minimum ? minimum : low;
    if (!start || *start < *model->keep_exact_below) return true;
  }
  if (!low && !from_minimum) return true;
  Decimal first = (from_minimum ? *minimum : *low).rounded_to(*step);
  const auto too_low = [&] { return from_minimum ? first < *minimum : !(first > *low); };
  for (int i = 0; i < 2 && too_low(); ++i) first = first.plus(*step).value_or(first);
  return (!high || first < *high) && (!maximum || !(first > *maximum));
}

bool TableStep::When::accepts_value(Value value, std::size_t leaf_count) const {
  if (is_special(value)) return value == kNoValue && accepts_none;
  if (is_bound(value)) return accepts[leaf_of(value)] || accepts[leaf_count + coarse_of(value)];
  return value < accepts.size() && accepts[value];
}

std::optional<std::size_t> Program::node_of(std::string_view name) const {
  const auto found = by_name_.find(name);
  return found == by_name_.end() ? std::nullopt : std::optional(found->second);
}

class ProgramBuilder {
 public:
  explicit ProgramBuilder(PackModel model) : program_(new Program()) { program_->model_ = std::move(model); }

  std::unique_ptr<const Program> run() {
    for (const InputModel& input : program_->model_.inputs) add_node(input, true);
    for (const InputModel& derived : program_->model_.derived) add_node(derived, false);
    collect_from_cells();
    for (const TableModel& table : program_->model_.tables)
      if (!table.collect) add_table(table);
    for (const MeasureModel& measure : program_->model_.measures) add_measure(measure);
    order_steps();
    order_running();
    for (std::size_t i = 0; i < program_->nodes_.size(); ++i) set_domain(i);
    choose_final();
    find_needed_from_categories();
    for (const InputModel& input = program_->model_.inputs.front();
         const std::string& name : input.declaration.values) {
      const auto& classes = program_->model_.identity.classifications;
      program_->grouped_.push_back(std::find(classes.begin(), classes.end(), name) != classes.end());
    }
    return std::move(program_);
  }

 private:
  void add_node(const InputModel& model, bool is_input) {
    program_->by_name_.emplace(model.declaration.name, program_->nodes_.size());
    Node& node = program_->nodes_.emplace_back();
    node.model = &model;
    node.is_input = is_input;
    node.is_category = is_input && model.declaration.role == InputRole::Category;
    node.named.assign(model.members.size(), false);
    switch (model.declaration.type) {
      case InputType::Code:
        node.kind = Node::Kind::Code;
        break;
      case InputType::Flag:
        node.kind = Node::Kind::Flag;
        break;
      case InputType::Set:
        node.kind = Node::Kind::Set;
        break;
      case InputType::Decimal:
      case InputType::Integer:
        node.kind = Node::Kind::Number;
        break;
    }
  }

  void collect_from_cells() {
    for (const TableModel& table : program_->model_.tables)
      for (std::size_t column = 0; column < table.columns.size(); ++column) {
        const auto index = program_->node_of(table.columns[column]);
        if (!index) continue;
        Node& node = program_->nodes_[*index];
        for (const RowModel& row : table.rows) {
          for (const Interval& interval : row.cells[column].intervals) {
            if (interval.low) node.cuts.push_back(*interval.low);
            if (interval.high) node.cuts.push_back(*interval.high);
          }
          if (node.kind == Node::Kind::Code)
            for (const std::uint32_t value : row.cells[column].values)
              if (value >= node.leaf_count()) node.named[value - node.leaf_count()] = true;
        }
      }
    for (Node& node : program_->nodes_) {
      std::sort(node.cuts.begin(), node.cuts.end());
      node.cuts.erase(std::unique(node.cuts.begin(), node.cuts.end()), node.cuts.end());
    }
  }

  void add_table(const TableModel& table) {
    TableStep& step = program_->tables_.emplace_back();
    step.model = &table;
    for (const std::string& name : table.columns) {
      const auto index = program_->node_of(name);
      step.columns.emplace_back().node = index.value_or(0);
    }
    for (const Condition& condition : table.when) add_condition(step, condition);
    step.gives_only_categories = true;
    for (const std::string& name : table.results) {
      step.results.push_back(program_->node_of(name).value_or(0));
      step.gives_only_categories &= program_->nodes_[step.results.back()].is_category;
    }
    for (const RowModel& row : table.rows) {
      add_results(step, row);
      step.row_verified.push_back(row.verified);
    }
    compile_rows(step, program_->nodes_);
    if (!step.defect.empty())
      program_->model_.problems.push_back({true, "set-too-wide", table.file, "", "", step.defect});
  }

  void add_condition(TableStep& step, const Condition& condition) {
    const auto index = program_->node_of(condition.input);
    if (!index) return;
    const InputModel& model = *program_->nodes_[*index].model;
    TableStep::When& when = step.when.emplace_back();
    when.node = *index;
    when.accepts.assign(model.declaration.values.size(), false);
    for (const std::string& name : condition.values) {
      if (name == "none") when.accepts_none = true;
      const auto value = model.value_number(name);
      if (!value) continue;
      when.accepts[*value] = true;
      if (*value >= model.leaf_count)
        for (const std::uint32_t member : model.members[*value - model.leaf_count]) when.accepts[member] = true;
    }
  }

  void add_results(TableStep& step, const RowModel& row) {
    auto& values = step.row_values;
    auto& numbers = step.row_numbers;
    for (std::size_t k = 0; k < step.results.size(); ++k) {
      const Node& node = program_->nodes_[step.results[k]];
      const std::string& text = row.results[k];
      numbers.emplace_back();
      if (text.empty() || text == "-")
        values.push_back(kUnsetValue);
      else if (text == "none")
        values.push_back(kNoValue);
      else if (node.kind == Node::Kind::Number) {
        numbers.back() = Decimal::parse(text);
        values.push_back(numbers.back() ? node.elementary(*numbers.back()) : kNoValue);
      } else {
        const auto value = node.model->value_number(text);
        values.push_back(value ? Value{*value} : kNoValue);
      }
    }
  }

  void add_measure(const MeasureModel& measure) {
    MeasureStep& step = program_->measures_.emplace_back();
    step.model = &measure;
    step.node = program_->node_of(measure.name).value_or(0);
    for (const std::string& name : measure.expression.names()) {
      step.operands.push_back(program_->node_of(name).value_or(0));
      program_->nodes_[step.operands.back()].feeds_measure = true;
    }
  }

  /// Tables in their order; a measure stands right before the first table or measure that uses it.
  void order_steps() {
    placed_.assign(program_->measures_.size(), false);
    for (std::size_t i = 0; i < program_->tables_.size(); ++i) {
      for (const Column& column : program_->tables_[i].columns) place_measure_of(column.node);
      program_->steps_.push_back({false, i});
    }
    for (std::size_t i = 0; i < program_->measures_.size(); ++i) place_measure_of(program_->measures_[i].node);
  }

  std::set<std::size_t> read_by(const Step& step) const {
    std::set<std::size_t> nodes;
    if (step.is_measure) {
      const auto& operands = program_->measures_[step.index].operands;
      return {operands.begin(), operands.end()};
    }
    for (const Column& column : program_->tables_[step.index].columns) nodes.insert(column.node);
    for (const TableStep::When& when : program_->tables_[step.index].when) nodes.insert(when.node);
    return nodes;
  }
  std::set<std::size_t> written_by(const Step& step) const {
    if (step.is_measure) return {program_->measures_[step.index].node};
    const auto& results = program_->tables_[step.index].results;
    return {results.begin(), results.end()};
  }

  /// The order of running: as declared, but steps that share a set with another step come as early as their
  /// inputs allow, so that its many values are reduced to few results before other nodes multiply them.
  void order_running() {
    std::map<std::size_t, int> readers;
    for (const Step& step : program_->steps_)
      for (const std::size_t node : read_by(step)) ++readers[node];
    const auto is_heavy = [&](const Step& step) {
      for (const std::size_t node : read_by(step))
        if (program_->nodes_[node].kind == Node::Kind::Set && readers[node] > 1) return true;
      return false;
    };
    const auto overlap = [](const std::set<std::size_t>& a, const std::set<std::size_t>& b) {
      return std::any_of(a.begin(), a.end(), [&](std::size_t node) { return b.contains(node); });
    };
    std::vector<std::size_t> pending(program_->steps_.size());
    std::iota(pending.begin(), pending.end(), std::size_t{0});
    while (!pending.empty()) {
      std::size_t chosen = 0;
      for (std::size_t i = 0; i < pending.size(); ++i) {
        const Step& step = program_->steps_[pending[i]];
        bool ready = is_heavy(step);
        for (std::size_t k = 0; k < i && ready; ++k) {
          const Step& earlier = program_->steps_[pending[k]];
          ready = !overlap(written_by(earlier), read_by(step)) && !overlap(written_by(earlier), written_by(step)) &&
                  !overlap(read_by(earlier), written_by(step));
        }
        if (!ready) continue;
        chosen = i;
        break;
      }
      program_->run_order_.push_back(pending[chosen]);
      pending.erase(pending.begin() + static_cast<std::ptrdiff_t>(chosen));
    }
  }

  void place_measure_of(std::size_t node) {
    for (std::size_t i = 0; i < program_->measures_.size(); ++i) {
      if (placed_[i] || program_->measures_[i].node != node) continue;
      placed_[i] = true;
      for (const std::size_t operand : program_->measures_[i].operands) place_measure_of(operand);
      program_->steps_.push_back({true, i});
    }
  }

  void set_domain(std::size_t index) {
    Node& node = program_->nodes_[index];
    if (index == Program::kClassificationNode) {
      for (const std::string& name : program_->model_.identity.classifications)
        if (const auto value = node.model->value_number(name)) node.domain.push_back(*value);
    } else if (node.kind == Node::Kind::Code) {
      for (Value leaf = 0; leaf < node.leaf_count(); ++leaf) node.domain.push_back(leaf);
      for (std::size_t coarse = 0; coarse < node.named.size(); ++coarse)
        if (node.named[coarse])
          for (const std::uint32_t leaf : node.model->members[coarse]) node.domain.push_back(bound_value(coarse, leaf));
    } else if (node.kind == Node::Kind::Flag) {
      node.domain = {0, 1};
    } else if (node.kind == Node::Kind::Number) {
      for (std::size_t i = 0; i <= 2 * node.cuts.size(); ++i)
        if (node.attainable(i)) node.domain.push_back(i);
    } else {
      set_domain_of_set(index, node);
    }
  }

  /// Members that every table treats alike are interchangeable, so only how many of them are present counts: one
  /// where the first match decides, any number where points add. Together as many as there are tables asking.
  void set_domain_of_set(std::size_t index, Node& node) {
    std::size_t uses = 0;
    bool adds = false;
    std::vector<std::string> signatures(node.leaf_count());
    for (const TableStep& step : program_->tables_)
      for (std::size_t k = 0; k < step.columns.size(); ++k) {
        if (step.columns[k].node != index) continue;
        ++uses;
        adds |= step.model->sum;
        for (std::uint32_t member = 0; member < signatures.size(); ++member)
          signatures[member] += step.model->sum ? sum_effect(*step.model, k, member)
                                                : std::to_string(step.columns[k].group_of_member[member]) + ";";
      }
    std::vector<std::vector<std::uint32_t>> alike;
    for (std::uint32_t member = 0; member < signatures.size(); ++member) {
      const auto found = std::find_if(alike.begin(), alike.end(),
                                      [&](const auto& each) { return signatures[each.front()] == signatures[member]; });
      if (found == alike.end())
        alike.push_back({member});
      else if (adds)
        found->push_back(member);
    }
    add_sets(node, alike, 0, 0, adds ? signatures.size() : std::max<std::size_t>(uses, 1));
  }

  /// What a member does in a table that adds: the points of its rows with their other tests, where a row tests
  /// this member alone; else the row itself, which no other member shares.
  static std::string sum_effect(const TableModel& table, std::size_t column, std::uint32_t member) {
    std::string effect;
    for (const RowModel& row : table.rows) {
      const Cell& cell = row.cells[column];
      if (cell.any || !std::binary_search(cell.values.begin(), cell.values.end(), member)) continue;
      effect += row.results.front();
      if (cell.values.size() > 1 || cell.none) effect += "@" + row.id;
      for (std::size_t i = 0; i < row.cells.size(); ++i)
        if (i != column) effect += "|" + row.cells[i].text;
      effect += ";";
    }
    return effect + "/";
  }

  static void add_sets(Node& node, const std::vector<std::vector<std::uint32_t>>& alike, std::size_t from, Value mask,
                       std::size_t left) {
    if (from == alike.size()) return node.domain.push_back(mask);
    add_sets(node, alike, from + 1, mask, left);
    for (const std::uint32_t member : alike[from]) {
      if (left == 0) return;
      mask |= Value{1} << member;
      add_sets(node, alike, from + 1, mask, --left);
    }
  }

  /// The last output declared, else the last one computed; `unread`: only those that no later step reads, which
  /// leaves out what only leads to a score.
  template <class Usable>
  std::size_t last_result(Usable usable, bool unread) const {
    std::set<std::size_t> read;
    for (const Step& step : program_->steps_) read.merge(read_by(step));
    const auto counts = [&](std::size_t node) { return usable(node) && !(unread && read.contains(node)); };
    const std::size_t none = program_->nodes_.size();
    std::size_t last = none;
    for (const OutputModel& output : program_->model_.outputs)
      if (const std::size_t node = program_->node_of(output.name).value_or(none); counts(node)) last = node;
    if (last != none) return last;
    for (const Step& step : program_->steps_) {
      const TableStep* table = step.is_measure ? nullptr : &program_->tables_[step.index];
      const std::size_t node = table == nullptr         ? program_->measures_[step.index].node
                               : table->results.empty() ? none
                                                        : table->results.back();
      if (counts(node)) last = node;
    }
    return last;
  }

  void choose_final() {
    const auto is_result = [&](std::size_t node) {
      return std::any_of(program_->tables_.begin(), program_->tables_.end(), [&](const TableStep& step) {
        return std::find(step.results.begin(), step.results.end(), node) != step.results.end();
      });
    };
    const std::size_t none = program_->nodes_.size();
    const auto usable = [&](std::size_t node) {
      return node != 0 && node < none && !program_->nodes_[node].is_category;
    };
    std::size_t final = program_->node_of("group").value_or(none);
    if (!usable(final) || !is_result(final)) final = last_result(usable, true);
    if (final == none) final = last_result(usable, false);
    program_->has_final_ = final != none;
    program_->final_node_ = final == none ? 0 : final;
  }

  /// Backwards from every output that nothing else uses, leaving out the tables that give categories, and with them
  /// what only leads to a category: from a given N nobody asks which nodes were named.
  void find_needed_from_categories() {
    std::vector<bool> wanted(program_->nodes_.size(), false);
    std::vector<bool> consumed(program_->nodes_.size(), false);
    for (const TableStep& step : program_->tables_) {
      for (const Column& column : step.columns) consumed[column.node] = true;
      for (const TableStep::When& when : step.when) consumed[when.node] = true;
    }
    for (const MeasureStep& step : program_->measures_)
      for (const std::size_t operand : step.operands) consumed[operand] = true;
    for (std::size_t i = 0; i < wanted.size(); ++i) wanted[i] = !program_->nodes_[i].is_input && !consumed[i];
    if (program_->has_final_) wanted[program_->final_node_] = true;
    program_->needed_from_categories_.assign(program_->steps_.size(), false);
    for (std::size_t i = program_->steps_.size(); i-- > 0;) {
      const Step& step = program_->steps_[i];
      if (step.is_measure) {
        const MeasureStep& measure = program_->measures_[step.index];
        if (!wanted[measure.node]) continue;
        for (const std::size_t operand : measure.operands) wanted[operand] = true;
      } else {
        const TableStep& table = program_->tables_[step.index];
        const bool useful =
            std::any_of(table.results.begin(), table.results.end(), [&](std::size_t node) { return wanted[node]; });
        if (table.gives_only_categories || !useful) continue;
        for (const Column& column : table.columns) wanted[column.node] = true;
        for (const TableStep::When& when : table.when) wanted[when.node] = true;
      }
      program_->needed_from_categories_[i] = true;
    }
  }

  std::unique_ptr<Program> program_;
  std::vector<bool> placed_;
};

bool class_of_value(const Node& node, const Column& column, Value value, ClassId& id) {
  if (node.kind == Node::Kind::Set && !is_special(value)) {
    std::size_t groups = 0;
    for (std::size_t member = 0; member < column.group_of_member.size(); ++member)
      if ((value >> member & 1) != 0 && column.group_of_member[member] >= 0)
        groups |= std::size_t{1} << column.group_of_member[member];
    id = value == 0 ? column.empty_set : column.groups[groups & (column.groups.size() - 1)];
    return true;
  }
  if (value < column.plain.size()) {
    id = column.plain[value];
    return true;
  }
  if (value == kOpenValue) return false;
  if (is_special(value)) {
    id = column.no_value;
    return true;
  }
  if (!is_bound(value)) return false;
  const auto& bound = column.bound[coarse_of(value)];
  id = bound.empty() ? column.plain[leaf_of(value)] : bound[leaf_of(value)];
  return true;
}

void classes_of(const Node& node, const Column& column, Value value, std::vector<ClassId>& classes) {
  classes.clear();
  if (ClassId id = 0; class_of_value(node, column, value, id)) {
    classes.push_back(id);
  } else if (value == kOpenValue) {
    classes = column.open;
  } else {
    const std::size_t coarse = value - node.leaf_count();
    const auto& bound = column.bound[coarse];
    for (const std::uint32_t leaf : node.model->members[coarse]) {
      const ClassId each = bound.empty() ? column.plain[leaf] : bound[leaf];
      if (std::find(classes.begin(), classes.end(), each) == classes.end()) classes.push_back(each);
    }
    if (classes.empty()) classes.push_back(column.no_value);
  }
}

std::unique_ptr<const Program> Program::compile(PackModel model) { return ProgramBuilder(std::move(model)).run(); }

}  // namespace restage::rules
