// SPDX-License-Identifier: Apache-2.0
#pragma once
// Runs a Program on inputs, known or not: the one evaluator. The result holds everything still reachable, and nothing
// else, with the rows and tables that led there. Whoever wants one output alone (ResultSearch) reads it from this run.
//
// The run carries a set of states over the route of the question: joint values of the nodes that later steps still
// need. An unknown that only one table asks for stays open inside its state and that table answers with
// reachable_rows(); an unknown that several tables ask for is split into its values when the first of them runs, so
// that it is the same unknown everywhere. A node leaves the states after its last use, and equal states become one. A
// question without unknowns is one state, changed in place.
#include <memory>

#include "rules/run/route.h"
#include "rules/run/run_values.h"

namespace restage::rules {

RunResult run_program(const Program& program, const RunInput& input);

/// Many runs of one program in the same memory. The program must outlive it; the result is good until the next run.
/// Not thread-safe.
class Runner {
 public:
  explicit Runner(const Program& program);
  ~Runner();
  Runner(Runner&&) noexcept;
  Runner& operator=(Runner&&) = delete;
  const RunResult& run(const RunInput& input);
  /// What a question asks for, without answering it: `used` and `asked` are those of the question, the rest is not.
  const RunResult& consider(const RunInput& input);

 private:
  class Run;
  friend RunResult run_program(const Program& program, const RunInput& input);
  std::unique_ptr<Run> run_;
};

}  // namespace restage::rules
