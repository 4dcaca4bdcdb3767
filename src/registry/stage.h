// SPDX-License-Identifier: Apache-2.0
#pragma once
// Staging of one case by a Program: selection, checks, run. Semantics: imsweb/staging-client-java 11.9.
//
// A Stager belongs to one thread and holds its scratch memory; the Program is shared.
#include <memory>
#include <vector>

#include "registry/case.h"

namespace restage::registry {

/// Every schema that accepts the supplied keys, in archive order. `site_only` lookups leave the other code out.
/// Site or histology may be missing (then all candidates are listed) as in the reference lookup.
void find_schemas(const CaseInput& input, std::vector<std::uint32_t>& schemas);

/// Keys that are no input of the chosen schema: an error as in the reference implementation, or left out, for
/// sources that hold the items of every schema.
enum class ForeignKeys { Refuse, Drop };

class Stager {
 public:
  explicit Stager(std::shared_ptr<const Program> program);
  ~Stager();
  Stager(const Stager&) = delete;
  Stager& operator=(const Stager&) = delete;

  const Program& program() const noexcept { return *program_; }
  /// Stages one case; the outcome is valid until the next call. `forced_schema` skips selection.
  const Outcome& stage(const CaseInput& input, std::uint32_t forced_schema = kNone, ForeignKeys foreign_keys = ForeignKeys::Refuse);
  /// Is the code valid for the input of a schema? True for an input without table.
  bool is_code_valid(std::uint32_t schema, std::string_view key, std::string_view code);

 private:
  bool choose_schema(const CaseInput& input, std::uint32_t forced_schema);
  bool check_keys(const CaseInput& input, const SchemaProgram& schema);
  void drop_foreign_keys(const SchemaProgram& schema);
  bool check_year(const CaseInput& input, const SchemaProgram& schema);

  std::shared_ptr<const Program> program_;
  std::vector<ValueId> context_;
  std::vector<std::uint32_t> schemas_;
  Outcome outcome_;
};

}  // namespace restage::registry
