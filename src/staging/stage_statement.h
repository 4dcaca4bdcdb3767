// SPDX-License-Identifier: Apache-2.0
#pragma once
// Staging statements of one time point: evidence of the window into a pack, the result beside what was stated.
#include <optional>
#include <string>
#include <vector>

#include "staging/evidence.h"
#include "staging/options.h"
#include "staging/pack_memory.h"

namespace restage::staging {

/// A moment of the course that may be staged.
struct TimePoint {
  Classification classification = Classification::Clinical;
  PartialDate date;  ///< unknown: the date of the latest evidence
  std::optional<RecurrenceWindow> recurrence;
  std::vector<std::string> anchors;  ///< facts that set the window
  std::vector<statement::Note> notes;
  bool needs_stated = false;  ///< the event that allows it is not on record: only if someone stated it
  statement::MissingEvent missing_event = statement::MissingEvent::None;
  int number = 1;  ///< of its kind, for recurrences
};

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

/// Whether a computed category or group and a stated one can both be true: equal, or one a coarser form of the other.
bool is_compatible(std::string_view computed, std::string_view stated);

}  // namespace restage::staging
