// SPDX-License-Identifier: Apache-2.0
#pragma once
// Route: the steps of a program that are in play for a question, laid out for one walk over them. What depends only on
// which tables are in play is found once: where a node stands in the row of a state, what must be one value before a
// table is looked into, which nodes a step settles and which nobody asks for behind it. Routes finds the route of a
// question and keeps those it made. The program must outlive them. Not thread-safe.
#include <cstdint>
#include <deque>
#include <span>
#include <vector>

#include "rules/run/run_values.h"

namespace restage::rules {

/// A node that a step asks for.
struct RouteNode {
  const Node* node = nullptr;
  std::size_t index = 0;     ///< of the node in the program
  std::uint32_t place = 0;   ///< in the row of a state
  std::uint32_t leaves = 0;  ///< of a code; values from here on are coarse, up to `values`
  std::uint32_t values = 0;  ///< of a code
  bool is_written = false;   ///< by some step of the route

  bool is_open(Value value) const noexcept { return value == kOpenValue || (value >= leaves && value < values); }
};

struct RouteColumn {
  const ClassId* plain = nullptr;  ///< classes of the values below plain_count
  std::uint32_t plain_count = 0;
  std::uint32_t stride = 0;  ///< in the array of the table, if it is one
  std::uint32_t place = 0;
  const Node* node = nullptr;
  const Column* column = nullptr;
};

struct RouteStep {
  /// What holds the place of a value that the first column of a table lacks a row for; see Runner.
  enum class Leading { Settled, Input, Computed };
  struct Result {
    std::size_t node = 0;
    std::size_t index = 0;  ///< among the results of the table
    std::uint32_t place = 0;
  };
  const TableStep* table = nullptr;  ///< or a measure
  const MeasureStep* measure = nullptr;
  std::size_t table_index = 0;
  std::vector<RouteColumn> columns;
  const std::uint16_t* dense = nullptr;  ///< the table as an array, where it is one
  std::vector<std::pair<const TableStep::When*, RouteNode>> conditions;
  std::vector<RouteNode> splits;        ///< must be one value before the table is looked into, in this order
  std::vector<std::uint32_t> operands;  ///< places
  std::vector<Result> results;          ///< that it writes
  bool has_numbers = false;
  Leading leading = Leading::Settled;
  std::size_t leading_node = 0;
  std::vector<std::size_t> settles;   ///< nodes that no later step writes
  std::vector<std::uint32_t> leaves;  ///< places that no later step asks for
};

struct Route {
  std::size_t number = 0;  ///< no other route of a Routes has had it
  bool from_findings = false;
  std::vector<bool> inactive;  ///< [table]
  std::vector<RouteStep> steps;
  std::vector<std::size_t> nodes;         ///< [place]
  std::vector<std::uint32_t> place;       ///< [node]; of nodes that have one
  std::vector<std::uint32_t> from_input;  ///< places that hold what was given
  std::vector<bool> is_used;              ///< [node] an input that is asked for and that no step writes
  std::vector<std::size_t> inputs;        ///< those

  /// What a value that is open or coarse may be: for an input one value of each kind that the steps tell apart.
  std::span<const Value> choices_of(const RouteNode& node, Value current);

 private:
  struct Choices {
    std::size_t node = 0;
    Value current = kOpenValue;
    std::vector<Value> values;
  };
  std::deque<Choices> choices_;
};

class Routes {
 public:
  explicit Routes(const Program& program);
  /// Good until the next question.
  Route& of(const RunInput& input);

 private:
  const Program& program_;
  std::vector<std::pair<std::size_t, Value>> conditions_;  ///< inputs that tables are conditional on, as last given
  std::vector<bool> inactive_;
  std::deque<Route> routes_;
  Route* last_ = nullptr;
  std::size_t made_ = 0;
};

}  // namespace restage::rules
