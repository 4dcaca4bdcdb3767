// SPDX-License-Identifier: Apache-2.0
#pragma once
// Runs a Program on inputs, known or not. The result holds everything still reachable, and nothing else.
//
// The run carries a set of states: joint values of the nodes that later steps still need. An unknown that only
// one table asks for stays open inside its state and that table answers with reachable_rows(); an unknown that
// several tables ask for is split into its values when the first of them runs, so that it is the same unknown
// everywhere. A node leaves the states after its last use, and equal states become one.
#include <memory>
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

struct RunResult {
  std::vector<NodeResult> nodes;
  std::vector<bool> asked;      ///< inputs that are unknown (or coarse) and that some table in play asks for
  std::vector<bool> used;       ///< inputs that some table in play asks for, known or not
  std::vector<bool> took_part;  ///< [table] its conditions held in some world
  std::vector<std::pair<std::size_t, RowIndex>> rules;  ///< table and row of the model, in order
};

/// Do the inputs alone keep a table out of play, whatever is still unknown?
bool is_surely_inactive(const Program& program, const TableStep& table, const RunInput& input);

/// Adds `by` for each node that a step asks for and each that it writes; given categories are not written.
void count_uses(const Program& program, const Step& step, bool from_findings, int by, std::vector<int>& uses,
                std::vector<int>& writes);

RunResult run_program(const Program& program, const RunInput& input);

/// Many runs of one program in the same memory. The program must outlive it; the result is good until the next run.
/// Not thread-safe.
class Runner {
 public:
  explicit Runner(const Program& program);
  ~Runner();
  Runner(const Runner&) = delete;
  Runner& operator=(const Runner&) = delete;
  const RunResult& run(const RunInput& input);

 private:
  class Run;
  friend RunResult run_program(const Program& program, const RunInput& input);
  std::unique_ptr<Run> run_;
};

}  // namespace restage::rules
