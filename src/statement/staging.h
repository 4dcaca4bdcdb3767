// SPDX-License-Identifier: Apache-2.0
#pragma once
// Staging statements: what the staging engine says of one time point by one table. Plain values: computed once, never
// changed, thread-safe to read.
//
// INVARIANT: a statement names every fact it rests on: `evidence` (used), `refused` (looked at and not used, with
// the reason) and `anchors` (facts that set its window). A fact in none of the three has no part in it.
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "core/classification.h"
#include "core/course.h"

namespace restage::statement {

enum class Basis { None, Findings, Stated, Policy };
std::string_view to_string(Basis basis) noexcept;  ///< "", findings, stated, policy

/// A T, N or M category of a statement.
struct Category {
  std::string value;     ///< without prefix: "T2a"; empty when not determined
  std::string prefix;    ///< c, p, yc, yp, r, a: of this axis (a p group may hold cM)
  std::string suffixes;  ///< "(m)", "(sn)" as stated
  Basis basis = Basis::None;
  std::vector<std::string> possible;  ///< when not determined
  bool exists = true;                 ///< false: the system has no such category
};

struct RefusedFact {
  std::string id;
  std::string reason;
};

struct UsedRule {
  std::string pack;
  std::string table;
  std::string row;
  std::string source;
  bool verified = false;
};

/// One branch of an unknown input: these values lead to these groups.
struct Branch {
  std::string input;
  std::string values;
  std::vector<std::string> groups;
};

struct StatedStage {
  std::string t, n, m, group;  ///< as written down, without prefix; empty: not stated
  std::string edition;
  bool agrees = true;
  std::vector<std::string> differences;  ///< in words, one a contradiction
  std::vector<std::string> facts;        ///< ids
};

struct Statement {
  std::string id;
  PartialDate date;
  bool undated = false;  ///< rests on facts without a date; placed by its classification
  Classification classification = Classification::Clinical;
  std::string system;
  std::string edition;
  std::string pack_id, pack_version, pack_hash;
  Category t, n, m;
  std::string group;   ///< empty when none or several are possible
  std::string status;  ///< determined, ambiguous, conditional (see applies_if), no-group, not-applicable, no-system
  std::vector<std::string> possible;
  std::vector<Branch> would_decide;
  std::vector<std::string> missing, immaterial;
  std::vector<std::pair<std::string, std::string>> factors;   ///< biology and laboratory inputs, as given to the tables
  std::vector<std::pair<std::string, std::string>> findings;  ///< what was measured and seen, as given to the tables
  std::vector<std::string> evidence;
  std::vector<RefusedFact> refused;
  std::vector<std::string> anchors;
  std::vector<UsedRule> rules;
  std::optional<StatedStage> stated;
  std::vector<std::string> notes;
  bool rests_on_unverified = false;
  std::string applies_if;   ///< facts nobody recorded that must hold for this table to be the right one: "p16: pos"
  std::string provisional;  ///< why the result is not definitive in this classification; empty when it is
};

}  // namespace restage::statement
