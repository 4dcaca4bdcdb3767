// SPDX-License-Identifier: Apache-2.0
#pragma once
// What stands beside computed responses, as plain values: the criteria and their policies, the comparison with stored
// responses, the targets proposed to a person. Made once, never changed, thread-safe to read.
#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "base/decimal.h"

namespace restage::statement {

struct CriterionName {
  std::string id, version, title;
};

/// A choice where publications differ.
struct PolicyDescription {
  std::string key;
  std::string fallback;  ///< the default
  std::string type;      ///< days, count, number, choice
  std::vector<std::string> choices;
  std::string meaning, source, ambiguity;
};

/// A stored call that is not the computed one.
struct StoredDisagreement {
  std::string subject, reader, visit;
  std::string what;  ///< overall, target, non_target, sum
  std::string stored, computed;
  std::string reason;       ///< stable id
  std::string explanation;  ///< with the numbers
  std::string path;
};

struct ReasonCount {
  std::string reason, meaning;
  std::size_t count = 0;
};

/// The stored responses of one set of a study.
struct StoredComparison {
  std::string set;
  std::size_t compared = 0;  ///< stored overall responses
  std::size_t agree = 0;
  std::vector<ReasonCount> counts;  ///< reasons that occur, in their own order
  std::vector<StoredDisagreement> disagreements;
};

struct ProposedTarget {
  std::string lesion, organ;
  std::optional<Decimal> size_mm;
  std::string verdict;  ///< propose, spare, no
  std::string reason;   ///< why not; empty for a proposed one
};

/// Lesions of the baseline of one subject and reader, the largest qualifying first; nothing is chosen.
struct TargetProposal {
  std::string subject, reader;
  std::string criterion;  ///< title
  std::vector<ProposedTarget> lesions;
};

}  // namespace restage::statement
