// SPDX-License-Identifier: Apache-2.0
#pragma once
// CaseCoverage: what the cases of a pack put to the test. Every row must be the one answer of its table in some
// case, and every number that some row compares with (a cut-point) must be tried below, at and above.
//
// A case tries a side of a cut-point when the table is asked with a value of that side, no other cut-point of the
// column in between, and the row that answers depends on the side. The value may come from an earlier step. Sides
// that no value can take are not asked for: below the lowest value of the input, between neighbouring whole
// numbers, totals that no points add up to. For a measure, every number of its decimals is taken to be possible.
// Belongs to one thread; refers to the program, which must outlive it.
#include <array>
#include <cstdint>
#include <vector>

#include "rules/run/run.h"

namespace restage::rules {

class CaseCoverage {
 public:
  explicit CaseCoverage(const Program& program);

  /// The looks into tables of one case, and the nodes whose values it wants: a table counts only if one of its results
  /// is wanted, or is needed for one that is.
  void add_case(const std::vector<TableVisit>& visits, std::vector<std::size_t> wanted);
  /// Adds row-without-case and cut-without-case, in table order.
  void report(std::vector<PackProblem>& problems) const;

 private:
  enum Side : std::size_t { kBelow, kAt, kAbove };
  struct Cut {
    std::size_t column = 0;
    std::size_t number = 0;  ///< among the cuts of the node
    std::array<std::vector<Value>, 3>
        values;  ///< the classes that count as a side, the nearest first; empty: not attainable
    std::array<bool, 3> tried{};
  };
  struct Table {
    std::vector<bool> row_answered;
    std::vector<Cut> cuts;
  };

  void add_cuts(const TableStep& step, std::size_t column, Table& table) const;
  bool attainable(std::size_t node, std::size_t elementary) const;
  void find_totals();
  std::vector<bool> tables_behind(std::vector<std::size_t> wanted) const;
  void add_visits(const TableStep& step, std::span<const TableVisit* const> visits, Table& table) const;
  static bool depends(const TableStep& step, const TableVisit& visit, const Cut& cut);
  static std::vector<RowIndex> rows_of(const TableStep& step, const std::vector<std::vector<ClassId>>& classes,
                                       bool surely);

  const Program& program_;
  std::vector<Table> tables_;
  std::vector<std::vector<Decimal>> totals_;  ///< per node: the numbers that tables give it
};

}  // namespace restage::rules
