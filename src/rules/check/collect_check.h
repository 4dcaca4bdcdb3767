// SPDX-License-Identifier: Apache-2.0
#pragma once
// The checks of collect tables: every case that wants rows of one gets just those, and every row is wanted by a case.
// A case names the rows in a column called as the table ("=flags": "1;4", none); "=flags?" names the rows that unknown
// inputs alone hold back. Lives as long as one check; the pack must outlive it.
#include <functional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "rules/pack/pack_reader.h"
#include "rules/run/collector.h"

namespace restage::rules {

class CollectCheck {
 public:
  CollectCheck(const Pack& pack, const PackModel& model);

  /// A column of cases.tsv that this check answers for.
  bool owns(std::string_view wanted) const { return table_of(wanted) != nullptr; }
  /// `fail` is told the column and what is wrong.
  void run_case(const PackCase& each, const std::function<void(std::string column, std::string message)>& fail);
  void report(std::vector<PackProblem>& problems) const;

 private:
  const TableModel* table_of(std::string_view wanted) const;

  const PackModel& model_;
  Collector collector_;
  std::set<const RowModel*> wanted_rows_;
};

}  // namespace restage::rules
