// SPDX-License-Identifier: Apache-2.0
#pragma once
// One case of a table, staged, with what it rests on and what would decide it. A plain value.
#include <cstddef>
#include <string>
#include <utility>
#include <vector>

#include "statement/staging.h"

namespace restage::statement {

struct CaseOutput {
  std::string name;
  std::vector<std::string> possible;
};

/// What an unknown input would decide: its values, and the groups that each leads to.
struct CaseDecider {
  std::string input;
  std::vector<Branch> branches;
};

struct StagedCase {
  std::size_t row = 0;   ///< in the table, from 1
  std::size_t line = 0;  ///< in the file
  bool refused = false;  ///< then the message says why, and nothing else is said
  std::string pack_id, pack_version, pack_hash;
  std::string edition, site, classification;
  std::vector<std::pair<std::string, std::string>> inputs;  ///< as the pack spells them
  std::string group;                                        ///< empty when none or several are possible
  std::vector<std::string> possible;
  std::string status, message;
  std::vector<CaseOutput> outputs;
  std::vector<std::string> missing, immaterial;
  std::vector<CaseDecider> would_decide;
  std::vector<UsedRule> rules;
  bool rests_on_unverified = false;
  std::vector<Assumption> assumed;  ///< what conventions gave for empty cells; empty unless they were asked for
};

}  // namespace restage::statement
