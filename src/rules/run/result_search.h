// SPDX-License-Identifier: Apache-2.0
#pragma once
// ResultSearch: which values of one output a question leaves possible, for whoever asks many questions of one program.
// The runs are those of Runner; sets of results are numbered, so that they are compared and kept as numbers. Not
// thread-safe; the program must outlive it.
#include <cstdint>
#include <unordered_map>
#include <vector>

#include "rules/run/run.h"

namespace restage::rules {

/// Values and numbers that an output may have, as in NodeResult.
struct ResultSet {
  std::vector<Value> values;
  std::vector<Decimal> numbers;
  friend bool operator==(const ResultSet&, const ResultSet&) = default;
};

class ResultSearch {
 public:
  ResultSearch(const Program& program, std::size_t output) : ResultSearch(Runner(program), program, output) {}
  /// Goes on with the routes that a runner of the program has made.
  ResultSearch(Runner runner, const Program& program, std::size_t output);
  ResultSearch(const ResultSearch&) = delete;
  ResultSearch& operator=(const ResultSearch&) = delete;

  struct Answer {
    std::uint32_t set = 0;  ///< number of a set of results; equal sets have one number
    bool rests_on_unverified = false;
  };
  Answer ask(const RunInput& input);
  const Program& program() const noexcept { return program_; }
  std::size_t output() const noexcept { return output_; }
  /// The whole run of a question. Good until the next question.
  const RunResult& run(const RunInput& input) { return *(result_ = &runner_.run(input)); }
  /// The number of what a run of this program leaves possible.
  std::uint32_t set_of(const RunResult& result) { return number_of_set(result.nodes[output_]); }
  /// What a question asks for, without answering it.
  void consider(const RunInput& input) { result_ = &runner_.consider(input); }
  /// Good as long as the search.
  const ResultSet& set(std::uint32_t number) const { return *sets_[number]; }
  /// Of the question asked or considered last: does a table in play ask for this input? `asked`: and is it unknown or
  /// coarse?
  bool is_used(std::size_t node) const { return result_->used[node]; }
  bool is_asked(std::size_t node) const { return result_->asked[node]; }

 private:
  struct SetHash {
    std::size_t operator()(const ResultSet& set) const noexcept;
  };
  std::uint32_t number_of_set(const NodeResult& found);
  bool rests_on_unverified(const RunInput& input, const RunResult& result) const;

  const Program& program_;
  std::size_t output_;
  Runner runner_;
  const RunResult* result_ = nullptr;
  std::vector<bool> gives_final_;  ///< [table]
  std::unordered_map<ResultSet, std::uint32_t, SetHash> numbers_of_sets_;
  std::vector<const ResultSet*> sets_;
  std::vector<std::uint32_t> set_of_value_;  ///< [value] of the sets of one small value; kNoSet: none yet
  ResultSet found_;
};

}  // namespace restage::rules
