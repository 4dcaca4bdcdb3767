// SPDX-License-Identifier: Apache-2.0
#include "rules/check/case_coverage.h"

#include <algorithm>

#include "rules/run/sum_table.h"

namespace restage::rules {

CaseCoverage::CaseCoverage(const Program& program) : program_(program) {
  find_totals();
  for (const TableStep& step : program.tables()) {
    Table& table = tables_.emplace_back();
    table.row_answered.assign(step.model->rows.size(), false);
    for (std::size_t column = 0; column < step.columns.size(); ++column)
      if (program.nodes()[step.columns[column].node].kind == Node::Kind::Number) add_cuts(step, column, table);
  }
}

/// The numbers that tables may give to a node: points of rows, and totals of tables that add.
void CaseCoverage::find_totals() {
  totals_.resize(program_.nodes().size());
  for (const TableStep& step : program_.tables()) {
    if (step.model->sum && !step.results.empty()) {
      std::vector<std::vector<ClassId>> open;
      for (const Column& column : step.columns) open.push_back(column.open);
      const SumResult sums = reachable_sums(step, open);
      auto& totals = totals_[step.results.front()];
      totals.insert(totals.end(), sums.totals.begin(), sums.totals.end());
      continue;
    }
    for (std::size_t i = 0; i < step.row_numbers.size(); ++i)
      if (step.row_numbers[i]) totals_[step.results[i % step.results.size()]].push_back(*step.row_numbers[i]);
  }
}

bool CaseCoverage::attainable(std::size_t index, std::size_t elementary) const {
  const Node& node = program_.nodes()[index];
  if (!totals_[index].empty())
    return std::any_of(totals_[index].begin(), totals_[index].end(),
                       [&](const Decimal& total) { return node.elementary(total) == elementary; });
  return node.attainable(elementary);
}

void CaseCoverage::add_cuts(const TableStep& step, std::size_t column, Table& table) const {
  const std::size_t index = step.columns[column].node;
  const auto& cuts = program_.nodes()[index].cuts;
  std::vector<std::size_t> own;  // the cuts of this column, as numbers of the node's cuts
  for (const RowModel& row : step.model->rows)
    for (const Interval& interval : row.cells[column].intervals)
      for (const auto& bound : {interval.low, interval.high})
        if (bound)
          own.push_back(static_cast<std::size_t>(std::lower_bound(cuts.begin(), cuts.end(), *bound) - cuts.begin()));
  std::sort(own.begin(), own.end());
  own.erase(std::unique(own.begin(), own.end()), own.end());
  for (std::size_t i = 0; i < own.size(); ++i) {
    Cut& cut = table.cuts.emplace_back();
    cut.column = column;
    cut.number = own[i];
    const std::size_t at = 2 * own[i] + 1;
    if (attainable(index, at)) cut.values[kAt].push_back(at);
    const std::size_t before = i == 0 ? 0 : 2 * own[i - 1] + 1,
                      behind = i + 1 == own.size() ? 2 * cuts.size() : 2 * own[i + 1] + 1;
    const auto is_own = [&](std::size_t each) {
      return each % 2 == 1 && std::binary_search(own.begin(), own.end(), each / 2);
    };
    // Up to the neighbouring cut of the column; that cut itself only where nothing lies between.
    for (std::size_t each = at; each-- > before;)
      if (attainable(index, each) && (!is_own(each) || cut.values[kBelow].empty())) cut.values[kBelow].push_back(each);
    for (std::size_t each = at + 1; each <= behind; ++each)
      if (attainable(index, each) && (!is_own(each) || cut.values[kAbove].empty())) cut.values[kAbove].push_back(each);
  }
}

std::vector<RowIndex> CaseCoverage::rows_of(const TableStep& step, const std::vector<std::vector<ClassId>>& classes,
                                            bool surely) {
  std::vector<RowIndex> rows;
  if (!step.model->sum) {
    for (const RowIndex row : step.table.reachable_rows(classes))
      rows.push_back(row == kNoRow ? kNoRow : step.origin[row]);
  } else if (!surely) {
    rows = reachable_sums(step, classes).rows;
  } else {
    for (RowIndex row = 0; row < step.table.row_count(); ++row) {
      bool accepts = true;
      for (std::size_t column = 0; column < classes.size(); ++column)
        for (const ClassId id : classes[column]) accepts = accepts && step.table.admits(row, column, id);
      if (accepts) rows.push_back(step.origin[row]);
    }
  }
  std::sort(rows.begin(), rows.end());
  rows.erase(std::unique(rows.begin(), rows.end()), rows.end());
  return rows;
}

/// The tables whose results are wanted or lead to one that is.
std::vector<bool> CaseCoverage::tables_behind(std::vector<std::size_t> wanted) const {
  std::vector<bool> behind(tables_.size(), false);
  for (std::size_t i = 0; i < wanted.size(); ++i) {  // wanted grows
    const auto want = [&](std::size_t node) {
      if (std::find(wanted.begin(), wanted.end(), node) == wanted.end()) wanted.push_back(node);
    };
    const std::size_t node = wanted[i];
    for (const MeasureStep& measure : program_.measures())
      if (measure.node == node) std::for_each(measure.operands.begin(), measure.operands.end(), want);
    for (std::size_t table = 0; table < behind.size(); ++table) {
      const TableStep& step = program_.tables()[table];
      if (behind[table] || std::find(step.results.begin(), step.results.end(), node) == step.results.end()) continue;
      behind[table] = true;
      for (const Column& column : step.columns) want(column.node);
      for (const TableStep::When& when : step.when) want(when.node);
    }
  }
  return behind;
}

void CaseCoverage::add_case(const std::vector<TableVisit>& visits, std::vector<std::size_t> wanted) {
  const std::vector<bool> behind = tables_behind(std::move(wanted));
  for (std::size_t table = 0; table < tables_.size(); ++table) {
    if (!behind[table]) continue;
    std::vector<const TableVisit*> of_table;
    for (const TableVisit& visit : visits)
      if (visit.table == table) of_table.push_back(&visit);
    if (!of_table.empty()) add_visits(program_.tables()[table], of_table, tables_[table]);
  }
}

void CaseCoverage::add_visits(const TableStep& step, std::span<const TableVisit* const> visits, Table& table) const {
  // A row that adds counts where it adds in every look; a row that answers, where no look gives another.
  std::vector<std::size_t> looks(table.row_answered.size(), 0);
  std::size_t answers = 0;
  for (const TableVisit* visit : visits)
    for (const RowIndex row : rows_of(step, visit->classes, true)) {
      ++answers;
      if (row != kNoRow) ++looks[row];
    }
  for (std::size_t row = 0; row < looks.size(); ++row)
    if (looks[row] == visits.size() && (step.model->sum || answers == visits.size())) table.row_answered[row] = true;
  for (Cut& cut : table.cuts) {
    const Value value = visits.front()->values[cut.column];
    if (is_special(value) || std::any_of(visits.begin(), visits.end(),
                                         [&](const TableVisit* each) { return each->values[cut.column] != value; }))
      continue;
    for (const Side side : {kBelow, kAt, kAbove}) {
      if (cut.tried[side] ||
          std::find(cut.values[side].begin(), cut.values[side].end(), value) == cut.values[side].end())
        continue;
      cut.tried[side] =
          std::any_of(visits.begin(), visits.end(), [&](const TableVisit* each) { return depends(step, *each, cut); });
    }
  }
}

/// Would another row answer on another side of the cut, all else as it is?
bool CaseCoverage::depends(const TableStep& step, const TableVisit& visit, const Cut& cut) {
  std::vector<std::vector<ClassId>> classes = visit.classes;
  std::vector<std::vector<RowIndex>> answers;
  for (const auto& values : cut.values) {
    if (values.empty()) continue;
    classes[cut.column] = {step.columns[cut.column].plain[values.front()]};
    answers.push_back(rows_of(step, classes, false));
  }
  return std::any_of(answers.begin(), answers.end(), [&](const auto& each) { return each != answers.front(); });
}

void CaseCoverage::report(std::vector<PackProblem>& problems) const {
  static constexpr const char* kSides[] = {"below", "at", "above"};
  for (std::size_t i = 0; i < tables_.size(); ++i) {
    const TableStep& step = program_.tables()[i];
    const std::string& file = step.model->file;
    for (std::size_t row = 0; row < step.model->rows.size(); ++row)
      if (!tables_[i].row_answered[row])
        problems.push_back({true, "row-without-case", file, step.model->rows[row].id, "",
                            "in no case is this row the one answer of the table"});
    for (const Cut& cut : tables_[i].cuts)
      for (const Side side : {kBelow, kAt, kAbove}) {
        if (cut.values[side].empty() || cut.tried[side]) continue;
        const Node& node = program_.nodes()[step.columns[cut.column].node];
        problems.push_back({true, "cut-without-case", file, "", std::string(node.name()),
                            std::string("no case tries ") + kSides[side] + " " + node.cuts[cut.number].text() +
                                ", where the answer turns on it"});
      }
  }
}

}  // namespace restage::rules
