// SPDX-License-Identifier: Apache-2.0
#pragma once
// What happens to the stage groups of a file of cases when another edition is applied. Plain values.
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace restage::statement {

struct MigrationTable {
  std::vector<std::string> before;  ///< outcomes in stage order: groups, then none, several, not staged
  std::vector<std::string> after;
  std::vector<std::vector<std::uint64_t>> counts;  ///< [before][after]
  std::uint64_t total = 0;
  std::uint64_t moved = 0;  ///< one group before, one other group after
};

struct SiteMigration {
  std::string site;      ///< as written; empty: the cases name none
  bool is_known = true;  ///< some pack has this site
  MigrationTable table;
};

/// Why a group could not be derived, and how often.
struct MigrationReason {
  std::string edition;
  std::string text;
  std::uint64_t count = 0;
};

struct Migration {
  std::string from, to;              ///< editions
  std::vector<SiteMigration> sites;  ///< in order of name
  std::vector<MigrationReason> reasons;
  bool all_staged = true;  ///< no case was refused under either edition
};

}  // namespace restage::statement
