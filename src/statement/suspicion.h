// SPDX-License-Identifier: Apache-2.0
#pragma once
// What a course makes one suspect, at one day: red flags (how urgent, of what, what settles it) and whether the cancer
// is back, with what else would explain it. A suspicion never changes a state.
// Plain values: computed once, never changed, thread-safe to read. Two engines fill it: red flags and recurrence.
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/data_issue.h"
#include "core/partial_date.h"

namespace restage::statement {

/// How soon somebody must look; in ascending order.
enum class Urgency : std::uint8_t { None, NextVisit, TwoWeeks, SameDay, Immediate };
std::string_view to_string(Urgency urgency) noexcept;  ///< none next_visit two_weeks same_day immediate
std::optional<Urgency> parse_urgency(std::string_view text) noexcept;

/// Where a rule stands; `pack`, `table` and `row` are where it stands in the packs.
struct RuleSource {
  std::string document, year, section;
  bool verified = false;
  std::string pack, table, row;
};

/// What may be going on.
struct Mechanism {
  std::string name;
  Urgency level = Urgency::NextVisit;
  std::vector<std::string> first_test;  ///< in the order they are done
  std::vector<std::string> meanwhile;   ///< what clinicians start before the result; information, never an order
  std::string rule;                     ///< what met it, in words
  std::vector<std::string> evidence;    ///< ids of facts
  RuleSource source;
};

/// What is not known and would raise the level.
struct OpenQuestion {
  std::string input;    ///< of the pack
  std::string meaning;  ///< in words
  Urgency level = Urgency::NextVisit;
  std::string mechanism;
};

struct RedFlags {
  Urgency level = Urgency::None;      ///< the worst; next visit where something was reported and nothing alarms
  std::vector<Mechanism> mechanisms;  ///< worst first
  std::vector<OpenQuestion> ask;      ///< what would raise the level most first
  /// Reported now and about the time of diagnosis: ids of facts of now.
  std::vector<std::string> as_at_diagnosis;
  std::vector<DataIssue> issues;  ///< of values that no rule could read
};

/// What explains what was seen; `recurrence` is one of them.
struct Explanation {
  std::string name;
  int rank = 1;
  std::string rule;
  std::vector<std::string> settled_by;
  std::vector<std::string> evidence;
  RuleSource source;
};

enum class SuspicionLabel : std::uint8_t { NotSuspected, Suspected };
std::string_view to_string(SuspicionLabel label) noexcept;  ///< not_suspected, suspected

/// Is the cancer back, or growing again?
struct RecurrenceSuspicion {
  SuspicionLabel label = SuspicionLabel::NotSuspected;
  std::string detail;                     ///< pending, boundary; empty: neither
  std::vector<Explanation> explanations;  ///< by rank
  std::vector<std::string> confirm_with;  ///< tests, the best first
  PartialDate repeat_from;                ///< when to look again; unknown: not said
  std::vector<std::string> missing;       ///< expected sites or values that nobody looked at
};

struct PatientSuspicion {
  std::string patient;
  PartialDate as_of;
  RedFlags red_flags;
  std::optional<RecurrenceSuspicion> recurrence;  ///< nullopt: not asked
  std::vector<DataIssue> issues;
};

}  // namespace restage::statement
