// SPDX-License-Identifier: Apache-2.0
#pragma once
// Migration: what happens to the stage groups of a file of cases when another edition is applied.
//
// Counts cases per site by their outcome under both editions. A case whose group cannot be derived under an
// edition keeps its reason; it is counted, never dropped and never guessed. Not thread-safe.
#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "cases/case_stager.h"
#include "statement/migration.h"

namespace restage::cases {

using statement::MigrationTable;

class Migration {
 public:
  void add(std::string_view site, const CaseOutcome& before, const CaseOutcome& after);

  std::vector<std::string> sites() const;
  /// Of one site; sites are never pooled, their groups mean different things.
  MigrationTable table(std::string_view site) const;
  /// Why groups could not be derived: "before"/"after", the reason, how many.
  struct Reason {
    std::string side;
    std::string text;
    std::uint64_t count = 0;
  };
  std::vector<Reason> reasons() const;

 private:
  using Pair = std::pair<std::string, std::string>;
  std::map<std::string, std::map<Pair, std::uint64_t>, std::less<>> counts_;
  std::map<Pair, std::uint64_t> reasons_;
};

inline constexpr std::string_view kSeveral = "several possible";
inline constexpr std::string_view kNotStaged = "not staged";

}  // namespace restage::cases
