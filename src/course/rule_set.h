// SPDX-License-Identifier: Apache-2.0
#pragma once
// RuleSet: the questions a timeline asks of its own packs (packs/timeline): is a fact inside the window, which of
// two facts goes first, what state follows. Answers are remembered, so each is computed once a process.
// Not thread-safe: one a thread.
#include <map>
#include <string>
#include <string_view>

#include "base/result.h"
#include "core/classification.h"
#include "core/fact.h"
#include "rules/run/pack_library.h"

namespace restage::course {

/// Intervals of the course of one tumor; spelled as in packs/timeline/window.
enum class Phase : std::uint8_t {
  Early,
  Diagnosis,
  Late,
  TreatmentDay,
  Neoadjuvant,
  AfterNeoadjuvant,
  SurgeryDay,
  Specimen,
  AfterSurgery,
  Treatment,
  AfterTreatment,
  Progression,
  DiseaseFree,
  Recurrence,
  AfterDeath,
  Undated
};
std::string_view to_string(Phase phase) noexcept;

struct Verdict {
  bool admitted = false;
  std::string reason;  ///< in words
  std::string table, row, source;
  bool verified = false;
};

struct Transition {
  std::string next;
  std::string problem;  ///< "fine" when there is none
};

class RuleSet {
 public:
  static Result<RuleSet> load(const rules::PackLibrary& library);

  const Verdict& window(Classification classification, Phase phase, std::string_view kind, Method method,
                        std::string_view axis, bool known_in_life) const;
  /// Lower goes first.
  int rank(Classification classification, bool length, Method method) const;
  const Transition& transition(std::string_view state, std::string_view event) const;
  int months(std::string_view limit) const;
  std::string_view window_pack() const { return window_->identity().id; }

 private:
  const rules::Pack* window_ = nullptr;
  const rules::Pack* rank_ = nullptr;
  const rules::Pack* status_ = nullptr;
  const rules::Pack* limits_ = nullptr;
  mutable std::map<std::string, Verdict, std::less<>> verdicts_;
  mutable std::map<int, int> ranks_;
  mutable std::map<std::string, Transition, std::less<>> transitions_;
  mutable std::map<std::string, int, std::less<>> months_;
};

}  // namespace restage::course
