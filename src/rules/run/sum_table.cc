// SPDX-License-Identifier: Apache-2.0
#include "rules/run/sum_table.h"

#include <algorithm>
#include <numeric>

namespace restage::rules {
namespace {

/// Open columns that some row tests together are one part; parts are independent, so their totals add up.
class Sums {
 public:
  Sums(const TableStep& step, std::span<const std::vector<ClassId>> open)
      : step_(step), open_(open), part_(open.size()) {
    std::iota(part_.begin(), part_.end(), std::size_t{0});
  }

  SumResult run() {
    std::vector<std::vector<RowIndex>> rows_of_part(open_.size());
    Decimal sure;
    std::vector<std::pair<RowIndex, std::size_t>> open_rows;
    for (RowIndex row = 0; row < step_.table.row_count(); ++row) {
      std::vector<std::size_t> undecided;
      if (!may_accept(row, undecided)) continue;
      result_.rows.push_back(step_.origin[row]);
      if (undecided.empty()) {
        sure = sure.plus(points(row)).value_or(sure);
        continue;
      }
      for (const std::size_t column : undecided) join(undecided.front(), column);
      open_rows.emplace_back(row, undecided.front());
    }
    for (const auto& [row, column] : open_rows) rows_of_part[find(column)].push_back(row);
    result_.totals = {sure};
    for (std::size_t part = 0; part < rows_of_part.size(); ++part)
      if (!rows_of_part[part].empty()) add_part(part, rows_of_part[part]);
    return std::move(result_);
  }

 private:
  Decimal points(RowIndex row) const {
    return step_.row_numbers[step_.origin[row] * step_.results.size()].value_or(Decimal{});
  }
  std::size_t find(std::size_t column) const {
    while (part_[column] != column) column = part_[column];
    return column;
  }
  void join(std::size_t left, std::size_t right) { part_[find(right)] = find(left); }

  bool may_accept(RowIndex row, std::vector<std::size_t>& undecided) const {
    for (std::size_t column = 0; column < open_.size(); ++column) {
      const auto accepted = std::count_if(open_[column].begin(), open_[column].end(),
                                          [&](ClassId id) { return step_.table.admits(row, column, id); });
      if (accepted == 0) return false;
      if (static_cast<std::size_t>(accepted) < open_[column].size()) undecided.push_back(column);
    }
    return true;
  }

  void add_part(std::size_t part, const std::vector<RowIndex>& rows) {
    std::vector<std::size_t> columns;
    for (std::size_t column = 0; column < open_.size(); ++column)
      if (find(column) == part) columns.push_back(column);
    std::vector<std::size_t> at(columns.size(), 0);
    std::vector<Decimal> sums;
    for (bool more = true; more;) {
      Decimal sum;
      for (const RowIndex row : rows) {
        bool accepts = true;
        for (std::size_t i = 0; i < columns.size(); ++i)
          accepts = accepts && step_.table.admits(row, columns[i], open_[columns[i]][at[i]]);
        if (accepts) sum = sum.plus(points(row)).value_or(sum);
      }
      sums.push_back(sum);
      more = false;
      for (std::size_t i = 0; i < columns.size() && !more; ++i) {
        more = ++at[i] < open_[columns[i]].size();
        if (!more) at[i] = 0;
      }
    }
    std::vector<Decimal> totals;
    for (const Decimal& total : result_.totals)
      for (const Decimal& sum : sums) totals.push_back(total.plus(sum).value_or(total));
    std::sort(totals.begin(), totals.end());
    totals.erase(std::unique(totals.begin(), totals.end()), totals.end());
    result_.totals = std::move(totals);
  }

  const TableStep& step_;
  std::span<const std::vector<ClassId>> open_;
  std::vector<std::size_t> part_;
  SumResult result_;
};

}  // namespace

SumResult reachable_sums(const TableStep& step, std::span<const std::vector<ClassId>> open) {
  return Sums(step, open).run();
}

}  // namespace restage::rules
