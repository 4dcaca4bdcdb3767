// SPDX-License-Identifier: Apache-2.0
#pragma once
// Staging of cases by a AlgorithmProgram: selection, checks, run. Semantics: imsweb/staging-client-java 11.9.
//
// Many cases at once are staged schema by schema, which is several times faster than one after another in mixed
// order; the outcome of a case is the same, whatever stands beside it. A AlgorithmRunner belongs to one thread and
// holds its scratch memory; the AlgorithmProgram is shared.
#include <memory>
#include <span>
#include <vector>

#include "registry/run/case.h"
#include "registry/run/group_run.h"

namespace restage::registry {

/// Keys that are no input of the chosen schema: an error as in the reference implementation, or left out, for
/// sources that hold the items of every schema.
enum class ForeignKeys { Refuse, Drop };

class AlgorithmRunner {
 public:
  explicit AlgorithmRunner(std::shared_ptr<const AlgorithmProgram> program);
  ~AlgorithmRunner();
  AlgorithmRunner(const AlgorithmRunner&) = delete;
  AlgorithmRunner& operator=(const AlgorithmRunner&) = delete;

  const AlgorithmProgram& program() const noexcept { return *program_; }
  /// Stages cases; one outcome each, in the order of the inputs. `forced_schema` skips selection.
  void stage(std::span<const CaseInput> inputs, std::span<Outcome> outcomes, std::uint32_t forced_schema = kNone,
             ForeignKeys foreign_keys = ForeignKeys::Refuse);
  /// Stages one case; the outcome is valid until the next call.
  const Outcome& stage(const CaseInput& input, std::uint32_t forced_schema = kNone,
                       ForeignKeys foreign_keys = ForeignKeys::Refuse);
  /// Is the code valid for the input of a schema? True for an input without table.
  bool is_code_valid(std::uint32_t schema, std::string_view key, std::string_view code);

 private:
  /// Cases of a schema that run together; their rows stay in the first-level cache.
  static constexpr std::size_t kLargestGroup = 64;
  bool choose_schema(const CaseInput& input, std::uint32_t forced_schema, Outcome& outcome);
  bool check_keys(const CaseInput& input, const SchemaProgram& schema, Outcome& outcome) const;
  bool is_runnable(const CaseInput& input, std::uint32_t forced_schema, ForeignKeys foreign_keys, Outcome& outcome);
  void add_free_output(const SchemaProgram& schema, Outcome& outcome) const;

  std::shared_ptr<const AlgorithmProgram> program_;
  std::vector<std::uint32_t> schemas_;
  std::vector<std::uint32_t> groups_;  // by case: schema * 2 + with texts
  std::vector<std::uint32_t> group_ends_;
  std::vector<std::uint32_t> sorted_;  // cases that run, by group
  GroupScratch scratch_;
  Outcome outcome_;
};

}  // namespace restage::registry
