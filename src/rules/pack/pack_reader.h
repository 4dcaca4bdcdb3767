// SPDX-License-Identifier: Apache-2.0
#pragma once
// Reads a pack folder into a PackModel: pack.toml, then the tables it names.
#include <string>
#include <vector>

#include "rules/pack/pack_model.h"

namespace restage::rules {

/// Never fails: mistakes stand in the model's problems.
PackModel read_pack(const PackFiles& files);

/// One line of cases.tsv.
struct PackCase {
  std::string id;
  int line = 0;
  std::vector<std::pair<std::string, std::string>> inputs;  ///< known ones only, classification included
  std::vector<std::pair<std::string, std::string>> wanted;  ///< output or "possible", text
  std::string start;  ///< "categories", "findings" or empty: decided by the columns given
  std::string source;
};

/// Reads cases.tsv; mistakes are added to problems.
std::vector<PackCase> read_cases(const PackFiles& files, const PackModel& model, std::vector<PackProblem>& problems);

/// SHA-256 over names and contents of the pack's files, the same for a folder and for the built-in copy.
std::string content_hash_of(const PackFiles& files);

}  // namespace restage::rules
