// SPDX-License-Identifier: Apache-2.0
#pragma once
// Why T, N, M and the group of a statement are what they are: the inputs that the tables on the way to each looked at,
// the facts behind them, the facts refused for that axis and the rows that answered. Read from what the one run
// recorded and from the evidence; nothing is evaluated again.
#include <string>
#include <utility>
#include <vector>

#include "staging/evidence.h"

namespace restage::staging {

/// What was given to the tables for one statement.
struct GivenToTables {
  std::vector<std::pair<std::string, std::string>> values;  ///< input and value
  bool m_by_policy = false;                                 ///< M0 was given because nothing is on record
  bool strict = false;  ///< what the pack itself names for a silent input counts, and is not listed as assumed
  std::vector<statement::Assumption> assumed;  ///< those of `values` that conventions gave

  const statement::Assumption* assumption(std::string_view input) const;
};

/// Fills `categories` and `assumed`. The rules of `evaluation` stand in the statement's list from first_rule on.
void add_reasons(statement::Statement& statement, const rules::Pack& pack, const rules::Evaluation& evaluation,
                 const Evidence& evidence, const GivenToTables& given, std::size_t first_rule);

/// The same where no pack stages the tumor: what was stated, and what was refused.
void add_stated_reasons(statement::Statement& statement, const Evidence& evidence);

}  // namespace restage::staging
