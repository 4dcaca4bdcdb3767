// SPDX-License-Identifier: Apache-2.0
#include "rules/check/table_check.h"

#include <algorithm>

#include "rules/run/given_value.h"

namespace restage::rules {
namespace {

class TableCheck {
 public:
  TableCheck(const Program& program, const TableStep& step, std::vector<PackProblem>& problems)
      : program_(program), step_(step), model_(*step.model), problems_(problems) {
    for (const Column& column : step.columns) {
      open_.push_back(column.open);
      if (!node(column).is_input && !node(column).feeds_measure &&
          std::find(open_.back().begin(), open_.back().end(), column.no_value) == open_.back().end())
        open_.back().push_back(column.no_value);  // an earlier table may give nothing
    }
  }

  void run() {
    if (model_.rows.empty()) return report(true, "table-empty", "", "", "the table has no rows");
    check_bare_values();
    if (model_.sum) return;
    check_reachability();
  }

 private:
  const Node& node(const Column& column) const { return program_.nodes()[column.node]; }

  void report(bool is_error, std::string code, std::string row, std::string column, std::string message) {
    problems_.push_back(
        {is_error, std::move(code), model_.file, std::move(row), std::move(column), std::move(message)});
  }

  void check_reachability() {
    const std::vector<RowIndex> reached = step_.table.reachable_rows(open_);
    std::vector<bool> seen(model_.rows.size(), false);
    bool gap = false;
    for (const RowIndex row : reached) {
      if (row == kNoRow)
        gap = true;
      else
        seen[step_.origin[row]] = true;
    }
    for (std::size_t row = 0; row < seen.size(); ++row)
      if (!seen[row]) report_unreachable(row);
    const bool gives_group = std::any_of(step_.results.begin(), step_.results.end(), [&](std::size_t each) {
      return program_.has_final() && each == program_.final_node();
    });
    if (gap && !gives_group) report_gap();
  }

  void report_unreachable(std::size_t row) {
    // Name the earlier row that takes all of it, when one row alone does.
    for (std::size_t earlier = 0; earlier < row; ++earlier) {
      if (!covers(earlier, row)) continue;
      const bool same = model_.rows[earlier].results == model_.rows[row].results;
      return report(true, same ? "unreachable-row" : "conflicting-overlap", model_.rows[row].id, "",
                    "row " + model_.rows[earlier].id + " already takes everything this row accepts" +
                        (same ? "" : " and gives another result"));
    }
    report(true, "unreachable-row", model_.rows[row].id, "",
           "no input reaches this row: rows before it take everything it accepts, or it accepts no possible value");
  }

  bool covers(std::size_t earlier, std::size_t later) const {
    const RowIndex a = compiled(earlier), b = compiled(later);
    for (std::size_t column = 0; column < open_.size(); ++column)
      for (const ClassId id : open_[column])
        if (step_.table.admits(b, column, id) && !step_.table.admits(a, column, id)) return false;
    return true;
  }

  /// The row in the last section, where every row stands once.
  RowIndex compiled(std::size_t row) const {
    return static_cast<RowIndex>(step_.origin.size() - model_.rows.size() + row);
  }

  void report_gap() {
    std::vector<std::vector<ClassId>> fixed = open_;
    std::string example;
    for (std::size_t column = 0; column < fixed.size(); ++column) {
      const std::vector<ClassId> choices = fixed[column];
      for (const ClassId id : choices) {
        fixed[column] = {id};
        const auto rows = step_.table.reachable_rows(fixed);
        if (std::find(rows.begin(), rows.end(), kNoRow) != rows.end()) break;
      }
      const std::string value = value_of_class(step_.columns[column], fixed[column].front());
      if (choices.size() > 1)
        example += (example.empty() ? "" : ", ") + std::string(node(step_.columns[column]).name()) + " " + value;
    }
    report(
        false, "gap", "", "",
        "no row accepts " + (example.empty() ? "anything" : example) + "; add a row, or end the table with a row of -");
  }

  std::string value_of_class(const Column& column, ClassId id) const {
    const Node& source = node(column);
    std::vector<ClassId> classes;
    std::vector<Value> values = source.domain;
    if (source.kind == Node::Kind::Set) {
      values = {0};
      for (std::uint32_t member = 0; member < source.leaf_count(); ++member) values.push_back(Value{1} << member);
    }
    for (const Value value : values) {
      classes_of(source, column, value, classes);
      if (classes.size() == 1 && classes.front() == id) return describe_value(source, value);
    }
    return "none";
  }

  /// A cell that names a coarse value accepts that value alone, not its members: where nothing takes a member,
  /// the author meant the members too.
  void check_bare_values() {
    for (std::size_t row = 0; row < model_.rows.size(); ++row)
      for (std::size_t column = 0; column < step_.columns.size(); ++column) {
        const Node& source = node(step_.columns[column]);
        if (source.kind != Node::Kind::Code || model_.rows[row].cells[column].any) continue;
        for (const std::uint32_t value : model_.rows[row].cells[column].values)
          if (value >= source.leaf_count()) check_members(row, column, value);
      }
  }

  void check_members(std::size_t row, std::size_t column, std::uint32_t value) {
    const Node& source = node(step_.columns[column]);
    const std::string& name = source.model->declaration.values[value];
    for (const std::uint32_t leaf : source.model->members[value - source.leaf_count()]) {
      const bool taken = std::any_of(model_.rows.begin(), model_.rows.end(), [&](const RowModel& other) {
        return other.cells[column].any ||
               std::binary_search(other.cells[column].values.begin(), other.cells[column].values.end(), leaf);
      });
      if (taken) continue;
      return report(true, "bare-value", model_.rows[row].id, model_.columns[column],
                    "`" + name + "` accepts the bare value only and no row takes its member " +
                        source.model->declaration.values[leaf] + "; write " + name + "* or list the members");
    }
  }

  const Program& program_;
  const TableStep& step_;
  const TableModel& model_;
  std::vector<PackProblem>& problems_;
  std::vector<std::vector<ClassId>> open_;
};

}  // namespace

void check_table(const Program& program, const TableStep& step, std::vector<PackProblem>& problems) {
  TableCheck(program, step, problems).run();
}

}  // namespace restage::rules
