// SPDX-License-Identifier: Apache-2.0
#include "rules/run/table_compiler.h"

#include <algorithm>
#include <map>

namespace restage::rules {
namespace {

constexpr int kMaxSetGroups = 14;

/// A row of the compiled table: a row of the model, as it stands in one section.
struct SectionRow {
  std::size_t origin;
  std::vector<std::size_t> points;  ///< columns where the coarse value counts as a value of its own
  bool pass;
};

bool names_coarse(const Cell& cell, const Node& node) {
  return !cell.any && node.kind == Node::Kind::Code && !cell.values.empty() && cell.values.back() >= node.leaf_count();
}
bool lists(const Cell& cell, Value value) {
  return std::binary_search(cell.values.begin(), cell.values.end(), static_cast<std::uint32_t>(value));
}

class RowCompiler {
 public:
  RowCompiler(TableStep& step, std::span<const Node> nodes) : step_(step), nodes_(nodes), model_(*step.model) {}

  void run() {
    if (!model_.sum) add_sections();
    for (std::size_t row = 0; row < model_.rows.size(); ++row) rows_.push_back({row, {}, false});
    std::vector<std::uint32_t> class_counts;
    std::vector<std::map<std::vector<std::uint64_t>, ClassId>> classes;
    for (std::size_t column = 0; column < step_.columns.size(); ++column) {
      classes_.clear();
      compile_column(column);
      if (classes_.empty()) class_of([](std::size_t) { return true; });
      class_counts.push_back(static_cast<std::uint32_t>(classes_.size()));
      classes.push_back(classes_);
    }
    TableBuilder builder(class_counts, static_cast<std::uint32_t>(rows_.size()));
    for (std::size_t column = 0; column < classes.size(); ++column)
      for (const auto& [words, id] : classes[column])
        for (std::size_t row = 0; row < rows_.size(); ++row)
          if ((words[row >> 6] >> (row & 63) & 1) != 0) builder.admit(static_cast<RowIndex>(row), column, id);
    for (std::size_t row = 0; row < rows_.size(); ++row) {
      step_.origin.push_back(static_cast<RowIndex>(rows_[row].origin));
      if (rows_[row].pass) builder.pass(static_cast<RowIndex>(row), resume_.at(row));
    }
    step_.table = std::move(builder).build(std::size_t{1} << 13);
  }

 private:
  const Node& node(std::size_t column) const { return nodes_[step_.columns[column].node]; }
  const Cell& cell(std::size_t row, std::size_t column) const { return model_.rows[row].cells[column]; }

  /// One section per combination of columns that some row names together, the largest combinations first.
  void add_sections() {
    std::vector<std::vector<std::size_t>> patterns;
    for (std::size_t row = 0; row < model_.rows.size(); ++row) {
      std::vector<std::size_t> naming;
      for (std::size_t column = 0; column < step_.columns.size(); ++column)
        if (names_coarse(cell(row, column), node(column))) naming.push_back(column);
      for (std::size_t mask = (std::size_t{1} << naming.size()) - 1; mask > 0; --mask) {
        std::vector<std::size_t> pattern;
        for (std::size_t i = 0; i < naming.size(); ++i)
          if ((mask >> i & 1) != 0) pattern.push_back(naming[i]);
        if (std::find(patterns.begin(), patterns.end(), pattern) == patterns.end()) patterns.push_back(pattern);
      }
    }
    std::stable_sort(patterns.begin(), patterns.end(),
                     [](const auto& a, const auto& b) { return a.size() > b.size(); });
    for (const auto& pattern : patterns) add_section(pattern);
  }

  void add_section(const std::vector<std::size_t>& pattern) {
    const std::size_t begin = rows_.size();
    std::size_t end = begin;  // behind the last row that decides
    for (std::size_t row = 0; row < model_.rows.size(); ++row) {
      bool takes_part = true, names_all = true;
      for (const std::size_t column : pattern) {
        const bool names = names_coarse(cell(row, column), node(column));
        takes_part &= names || cell(row, column).any;
        names_all &= names;
      }
      if (!takes_part) continue;
      rows_.push_back({row, pattern, !names_all});
      if (names_all) end = rows_.size();
    }
    rows_.resize(end);
    for (std::size_t row = begin; row < end; ++row)
      if (rows_[row].pass) resume_[row] = static_cast<RowIndex>(end);
  }

  template <class Accepts>
  ClassId class_of(Accepts accepts) {
    std::vector<std::uint64_t> words((rows_.size() + 63) / 64, 0);
    for (std::size_t row = 0; row < rows_.size(); ++row)
      if (accepts(row)) words[row >> 6] |= std::uint64_t{1} << (row & 63);
    return classes_.emplace(std::move(words), static_cast<ClassId>(classes_.size())).first->second;
  }

  bool is_point(std::size_t row, std::size_t column) const {
    const auto& points = rows_[row].points;
    return std::find(points.begin(), points.end(), column) != points.end();
  }

  void compile_column(std::size_t column) {
    Column& target = step_.columns[column];
    target.no_value = class_of([&](std::size_t row) {
      const Cell& test = cell(rows_[row].origin, column);
      return !is_point(row, column) && (test.any || test.none);
    });
    switch (node(column).kind) {
      case Node::Kind::Code:
        return compile_code(column, target);
      case Node::Kind::Flag:
        return compile_flag(column, target);
      case Node::Kind::Number:
        return compile_number(column, target);
      case Node::Kind::Set:
        return compile_set(column, target);
    }
  }

  void open_to(Column& target, ClassId id) {
    if (std::find(target.open.begin(), target.open.end(), id) == target.open.end()) target.open.push_back(id);
  }

  void compile_code(std::size_t column, Column& target) {
    const Node& source = node(column);
    for (Value leaf = 0; leaf < source.leaf_count(); ++leaf) {
      target.plain.push_back(class_of([&](std::size_t row) {
        const Cell& test = cell(rows_[row].origin, column);
        return !is_point(row, column) && (test.any || lists(test, leaf));
      }));
      open_to(target, target.plain.back());
    }
    target.bound.resize(source.model->members.size());
    for (std::size_t coarse = 0; coarse < target.bound.size(); ++coarse) {
      const Value number = source.leaf_count() + coarse;
      bool named = false;
      for (const RowModel& row : model_.rows) named |= !row.cells[column].any && lists(row.cells[column], number);
      if (!named) continue;
      target.bound[coarse].resize(source.leaf_count());
      for (const std::uint32_t leaf : source.model->members[coarse]) {
        target.bound[coarse][leaf] = class_of([&](std::size_t row) {
          const Cell& test = cell(rows_[row].origin, column);
          // In a table that adds points a named coarse value is a value of its own.
          if (is_point(row, column) || model_.sum) return test.any || lists(test, number);
          return test.any || lists(test, leaf);
        });
        open_to(target, target.bound[coarse][leaf]);
      }
    }
  }

  void compile_flag(std::size_t column, Column& target) {
    for (Value value = 0; value < 2; ++value) {
      target.plain.push_back(class_of([&](std::size_t row) {
        const Cell& test = cell(rows_[row].origin, column);
        return test.any || std::find(test.values.begin(), test.values.end(), value) != test.values.end();
      }));
      open_to(target, target.plain.back());
    }
  }

  void compile_number(std::size_t column, Column& target) {
    const Node& source = node(column);
    for (std::size_t elementary = 0; elementary <= 2 * source.cuts.size(); ++elementary) {
      target.plain.push_back(class_of([&](std::size_t row) {
        const Cell& test = cell(rows_[row].origin, column);
        return test.any || std::any_of(test.intervals.begin(), test.intervals.end(),
                                       [&](const Interval& interval) { return covers(interval, source, elementary); });
      }));
      if (source.attainable(elementary)) open_to(target, target.plain.back());
    }
    if (target.open.empty()) open_to(target, target.plain.front());
  }

  /// The ends of every interval are cuts, so an elementary class lies inside or outside as a whole.
  static bool covers(const Interval& interval, const Node& source, std::size_t elementary) {
    const std::size_t cut = elementary / 2;
    const bool on_cut = elementary % 2 == 1;
    if (on_cut) return interval.contains(source.cuts[cut]);
    if (interval.low && (cut == 0 || source.cuts[cut - 1] < *interval.low)) return false;
    return !interval.high || (cut < source.cuts.size() && !(source.cuts[cut] > *interval.high));
  }

  void compile_set(std::size_t column, Column& target) {
    const std::uint32_t members = node(column).leaf_count();
    const auto accepts_member = [&](std::size_t row, std::uint32_t member) {
      return lists(cell(rows_[row].origin, column), member);
    };
    std::vector<std::vector<bool>> signatures;
    bool inert_member = members == 0;
    for (std::uint32_t member = 0; member < members; ++member) {
      std::vector<bool> signature;
      for (std::size_t row = 0; row < rows_.size(); ++row) signature.push_back(accepts_member(row, member));
      const bool inert = std::find(signature.begin(), signature.end(), true) == signature.end();
      inert_member |= inert;
      auto found = std::find(signatures.begin(), signatures.end(), signature);
      if (!inert && found == signatures.end()) found = signatures.insert(signatures.end(), signature);
      target.group_of_member.push_back(inert ? -1 : static_cast<int>(found - signatures.begin()));
    }
    target.empty_set = class_of([&](std::size_t row) {
      const Cell& test = cell(rows_[row].origin, column);
      return test.any || test.none;
    });
    if (signatures.size() > kMaxSetGroups)
      step_.defect = "the members of the set " + std::string(node(column).name()) + " are treated in " +
                     std::to_string(signatures.size()) + " different ways, at most " + std::to_string(kMaxSetGroups) +
                     " are possible in one table; split the table";
    const std::size_t groups = std::min<std::size_t>(signatures.size(), kMaxSetGroups);
    for (std::size_t mask = 0; mask < std::size_t{1} << groups; ++mask)
      target.groups.push_back(class_of([&](std::size_t row) {
        if (cell(rows_[row].origin, column).any) return true;
        for (std::size_t group = 0; group < groups; ++group)
          if ((mask >> group & 1) != 0 && signatures[group][row]) return true;
        return false;
      }));
    // Where the first match decides, sets of one member reach whatever any set reaches.
    open_to(target, target.empty_set);
    for (std::size_t mask = 0; mask < target.groups.size(); ++mask) {
      const bool one_member = mask == 0 ? inert_member : (mask & (mask - 1)) == 0;
      if (one_member || (model_.sum && mask != 0)) open_to(target, target.groups[mask]);
    }
  }

  TableStep& step_;
  std::span<const Node> nodes_;
  const TableModel& model_;
  std::vector<SectionRow> rows_;
  std::map<std::size_t, RowIndex> resume_;
  std::map<std::vector<std::uint64_t>, ClassId> classes_;
};

}  // namespace

void compile_rows(TableStep& step, std::span<const Node> nodes) { RowCompiler(step, nodes).run(); }

}  // namespace restage::rules
