// SPDX-License-Identifier: Apache-2.0
#include "rules/check/collect_check.h"

#include <algorithm>

#include "base/text.h"

namespace restage::rules {

CollectCheck::CollectCheck(const Pack& pack, const PackModel& model) : model_(model), collector_(pack) {}

const TableModel* CollectCheck::table_of(std::string_view wanted) const {
  if (wanted.ends_with('?')) wanted.remove_suffix(1);
  const auto found = std::find_if(model_.tables.begin(), model_.tables.end(),
                                  [&](const TableModel& table) { return table.collect && table.id == wanted; });
  return found == model_.tables.end() ? nullptr : &*found;
}

void CollectCheck::run_case(const PackCase& each,
                            const std::function<void(std::string column, std::string message)>& fail) {
  if (std::none_of(each.wanted.begin(), each.wanted.end(), [&](const auto& wanted) { return owns(wanted.first); }))
    return;
  std::vector<GivenInput> given;
  std::string_view classification;
  for (const auto& [name, text] : each.inputs) {
    if (name == "classification")
      classification = text;
    else
      given.push_back({name, text});
  }
  const Collection collection = collector_.collect(given, Collector::Open::Name, classification);
  for (const auto& [name, wanted] : each.wanted) {
    const TableModel* table = table_of(name);
    if (table == nullptr) continue;
    const bool is_open = name.ends_with('?');
    std::set<std::string, std::less<>> expected, got;
    for (const std::string_view part : text::split(wanted, ';'))
      if (const std::string_view row = text::trim(part); !row.empty() && row != "none") expected.emplace(row);
    for (const CollectedRow& row : is_open ? collection.open : collection.hits)
      if (row.model == table) got.emplace(row.row());
    if (expected != got) {
      const std::string rows = text::join({got.begin(), got.end()}, ";");
      fail("=" + name, "wanted " + wanted + ", got " + (rows.empty() ? "none" : rows));
    } else if (!is_open) {
      for (const RowModel& row : table->rows)
        if (got.contains(row.id)) wanted_rows_.insert(&row);
    }
  }
}

void CollectCheck::report(std::vector<PackProblem>& problems) const {
  for (const TableModel& table : model_.tables) {
    if (!table.collect) continue;
    if (table.rows.empty()) problems.push_back({true, "table-empty", table.file, "", "", "the table has no rows"});
    for (const RowModel& row : table.rows)
      if (!wanted_rows_.contains(&row))
        problems.push_back({true, "row-without-case", table.file, row.id, "",
                            "no case wants this row; name it in the column =" + table.id});
  }
}

}  // namespace restage::rules
