// SPDX-License-Identifier: Apache-2.0
#pragma once
// What a run of a Program takes and gives. Plain values; whoever made them owns them.
#include <optional>
#include <utility>
#include <vector>

#include "rules/run/program.h"

namespace restage::rules {

struct KnownValue {
  Value value = kOpenValue;
  std::optional<Decimal> number;  ///< of a number that was given, prepared
};

/// One look into a table, for the check which rows and cut-points the cases of a pack test.
struct TableVisit {
  std::size_t table = 0;
  std::vector<Value> values;                  ///< per column; numbers as elementary classes
  std::vector<std::vector<ClassId>> classes;  ///< per column: the classes still possible
};

struct RunInput {
  std::vector<KnownValue> nodes;  ///< one per node of the program
  bool from_findings = false;
  std::vector<std::size_t> assumed;           ///< nodes not given that hold the value the pack names for absence
  std::vector<TableVisit>* visits = nullptr;  ///< where to note the looks into tables; owned by the caller
};

struct NodeResult {
  bool computed = false;
  bool open = false;  ///< a measure with an unknown operand: any number
  bool from_given = false;
  bool contradicted = false;     ///< findings exclude the given category
  std::vector<Value> values;     ///< kNoValue for `none`; sorted
  std::vector<Decimal> numbers;  ///< for number nodes; sorted
};

/// Answer and reasons, recorded together.
struct RunResult {
  std::vector<NodeResult> nodes;
  std::vector<bool> asked;      ///< inputs that are unknown (or coarse) and that some table in play asks for
  std::vector<bool> used;       ///< inputs that some table in play asks for, known or not
  std::vector<bool> took_part;  ///< [table] its conditions held in some world
  std::vector<std::pair<std::size_t, RowIndex>> rules;  ///< table and row of the model, in order
};

}  // namespace restage::rules
