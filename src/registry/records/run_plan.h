// SPDX-License-Identifier: Apache-2.0
#pragma once
// The algorithms of a run: loaded, one chosen by the year of diagnosis, with what is asked of them.
//
// Everything here is immutable once made and shared by the workers of a run.
#include <atomic>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "registry/compile/algorithm_program.h"
#include "registry/records/block.h"
#include "registry/run/algorithm_runner.h"

namespace restage::registry {

/// One archive of a run, with the first year of diagnosis it accepts.
struct LoadedAlgorithm {
  std::shared_ptr<const AlgorithmProgram> program;
  std::string path;
  int first_year = 0;
};

Result<LoadedAlgorithm> load_algorithm(const std::string& path, int current_year);

/// The algorithm for a year of diagnosis: among those whose schemas accept the year the one that begins latest,
/// so that 2017 goes to TNM 2.1 and not to Collaborative Stage, which accepts it too. Ties and years that none
/// accepts: the first given.
class AlgorithmChoice {
 public:
  explicit AlgorithmChoice(const std::vector<LoadedAlgorithm>& algorithms);
  std::size_t choose(std::string_view year) const noexcept;
  /// Every algorithm that shares the latest beginning: the adult and the pediatric one of an era.
  std::vector<std::size_t> choose_all(std::string_view year) const;

 private:
  bool accepts(std::size_t algorithm, std::string_view year) const noexcept;
  std::vector<int> first_years_;
  std::vector<std::vector<bool>> accepted_;  // [algorithm][year - 1900]
};

struct RunOptions {
  std::string schema_id;             ///< forced schema; empty: selection
  std::vector<std::string> outputs;  ///< only these outputs and the errors that touch them; empty: all
  std::vector<std::string> carried;  ///< CSV columns that no schema knows and that are kept all the same; `*`: any
  bool with_path = true;
  std::size_t issues_per_block = 20;  ///< refusals told in words; the counts hold all of them
  /// Set by the writer when nobody wants more words; workers then only count. Never changes what is shown: only
  /// issues behind the last one shown are left out.
  std::shared_ptr<std::atomic<bool>> enough_issues = std::make_shared<std::atomic<bool>>(false);

  bool wants_issue(const Block& block) const noexcept {
    return block.issues.size() < issues_per_block && !enough_issues->load(std::memory_order_relaxed);
  }
};

/// A run's shared, immutable part. Schema and outputs are resolved once per algorithm.
struct RunPlan {
  std::vector<LoadedAlgorithm> algorithms;
  AlgorithmChoice choice;
  RunOptions options;
  std::vector<std::uint32_t> forced_schema;      ///< by algorithm
  std::vector<std::vector<bool>> wanted_output;  ///< by algorithm and slot; empty: all
};

Result<std::shared_ptr<const RunPlan>> plan_run(std::vector<LoadedAlgorithm> algorithms, RunOptions options);

/// Counts a case as staged, refused or carrying impossible codes. Refusals become issues, at most
/// RunOptions::issues_per_block a block; those beyond are counted as unlisted.
void count_outcome(const Outcome& outcome, const CaseInput& input, const RunPlan& plan, std::string_view what,
                   std::uint64_t record, Block& block);

}  // namespace restage::registry
