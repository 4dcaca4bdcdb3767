// SPDX-License-Identifier: Apache-2.0
#pragma once
// Collector: the tables of a pack with hit policy "collect", where every row whose cells accept is a hit. Hits come in
// the order of the tables and rows. Three-valued: an unknown input makes no hit; a row that is held back by unknown
// inputs alone is named with them, so that one can ask. What the cells look at may be measures and results of the other
// tables, which are run first. Time is linear in the cells that are not `-`.
// Many questions in the same memory; not thread-safe, one a thread. The pack must outlive it and what it gives.
#include <deque>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "rules/pack/pack.h"
#include "rules/run/run.h"

namespace restage::rules {

/// A row of a collect table that is a hit, or would be one.
struct CollectedRow {
  const TableModel* model = nullptr;
  const RowModel* rule = nullptr;
  std::vector<std::string_view> inputs;  ///< what its cells look at, down to inputs, as far as it is known
  std::vector<std::string_view> asks;    ///< unknown inputs that hold it back; empty for a hit

  std::string_view table() const { return model->id; }
  std::string_view row() const { return rule->id; }
  std::string_view source() const { return rule->source; }
  bool verified() const { return rule->verified; }
  /// The cell of a result column, named without `=`; empty where it says nothing or there is no such column.
  std::string_view result(std::string_view name) const;
  /// The same as a list: parts between `;`.
  std::vector<std::string_view> results(std::string_view name) const;
};

struct Collection {
  std::vector<CollectedRow> hits;
  std::vector<CollectedRow> open;         ///< where asked for
  std::vector<std::string_view> assumed;  ///< inputs not given for which the pack names a value
  std::vector<InputProblem> problems;
};

class Collector {
 public:
  explicit Collector(const Pack& pack);
  ~Collector();
  Collector(const Collector&) = delete;
  Collector& operator=(const Collector&) = delete;
  Collector(Collector&&) noexcept;

  enum class Open { LeaveOut, Name };
  /// All collect tables of the pack. Without a classification, none is given.
  Collection collect(std::span<const GivenInput> given, Open open = Open::LeaveOut,
                     std::string_view classification = {});

 private:
  struct Test;
  struct Row;
  enum class Truth { No, Unknown, Yes };
  Truth test(const Test& test, const RunInput& input) const;
  void name_inputs(const Row& row, const RunInput& input, CollectedRow& collected) const;
  bool is_known(std::size_t node, const RunInput& input) const;

  const Program* program_;
  std::deque<Cell> conditions_;  ///< `when` of tables, as cells
  std::vector<Row> rows_;
  std::unique_ptr<Runner> runner_;  ///< where the pack has steps to run
  const RunResult* result_ = nullptr;
};

}  // namespace restage::rules
