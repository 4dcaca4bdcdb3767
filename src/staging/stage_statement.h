// SPDX-License-Identifier: Apache-2.0
#pragma once
// Staging statements of one time point: evidence of the window into a pack, the result beside what was stated.
#include <string>
#include <vector>

#include "staging/evidence.h"
#include "staging/options.h"
#include "staging/pack_memory.h"
#include "staging/time_points.h"

namespace restage::staging {

class Conventions;

/// A fact that a window refused although no statement came of it.
struct UnplacedFact {
  Classification classification = Classification::Clinical;
  std::string id;
  statement::Refusal reason;
};

/// What all statements of one tumor share.
struct StagingContext {
  const Course* course = nullptr;
  const course::Calendar* calendar = nullptr;
  const course::RuleSet* rules = nullptr;
  const Conventions* conventions = nullptr;  ///< null: only what is on record counts
  const Options* options = nullptr;
  PackMemory* memory = nullptr;
  std::vector<UnplacedFact>* unplaced = nullptr;
};

/// One statement a pack and table; several tables give several (anatomic, prognostic). Empty when the window holds
/// no staging fact. A null pack gives the stated values alone.
std::vector<statement::Statement> make_statements(const StagingContext& context, const TimePoint& point,
                                                  const rules::Pack* pack, std::vector<DataIssue>& issues);

/// Whole units of so many months at diagnosis, when the dates are exact enough to give one number; else empty.
std::string age_at_diagnosis(const Course& course, const PartialDate& diagnosed, int months_each);

}  // namespace restage::staging
