// SPDX-License-Identifier: Apache-2.0
#pragma once
// Whether two tumors of one person are one primary, by one named rule set: plain values.
// Questionable: what is known of the two leaves both answers open, or the rule set itself does.
#include <string>
#include <vector>

#include "statement/suspicion.h"

namespace restage::statement {

struct PrimaryPair {
  std::string first, second;       ///< tumor ids, the earlier diagnosis first
  std::string result;              ///< single, multiple, questionable
  std::string rule_set;            ///< SEER, IARC, Martini, ACCP
  std::string step;                ///< of the rule set; empty where several could decide
  std::string why;                 ///< in words of the pack; empty where several could decide
  std::vector<std::string> lacks;  ///< inputs whose values would decide
  RuleSource source;
};

}  // namespace restage::statement
