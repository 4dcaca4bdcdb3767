// SPDX-License-Identifier: Apache-2.0
#pragma once
// RuleSet: the questions a course asks of its own packs (packs/course, and packs/recurrence by disease()): is a fact
// inside the window, which of several facts goes first, how long a limit is. Answers are remembered, so each is
// computed once a process. Not thread-safe: one a thread. The library must outlive it.
#include <map>
#include <string>
#include <string_view>
#include <utility>

#include "base/result.h"
#include "core/classification.h"
#include "core/fact.h"
#include "course/disease_rules.h"
#include "rules/run/pack_library.h"

namespace restage::course {

/// Intervals of the course of one tumor; spelled as in packs/course/window.
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

/// Reasons of packs/course/window that more hangs on than their words: the fact names the window of another
/// classification; the evidence is there and came too late, so that a new staging date is the question.
inline constexpr std::string_view kOtherClassification = "other-classification";
inline constexpr std::string_view kLateAfterDiagnosis = "more-than-four-months-after-diagnosis";

struct Verdict {
  bool admitted = false;
  std::string reason;  ///< as packs/course/window lists it
  std::string table, row, source;
  bool verified = false;
};

/// Which of several facts about one input is taken; spelled as in packs/course/rank.
enum class Several : std::uint8_t { Latest, Highest, HighestOfRank, LargestOfLesions };

class RuleSet {
 public:
  static Result<RuleSet> load(const rules::PackLibrary& library);

  const Verdict& window(Classification classification, Phase phase, std::string_view kind, Method method,
                        std::string_view axis, bool known_in_life) const;
  /// What the rank tables call an input: by its name where they list it, else length or presence.
  std::string_view measure_of(std::string_view input, bool is_length) const;
  /// Lower goes first.
  int rank(Classification classification, std::string_view measure, Method method) const;
  Several several(std::string_view measure) const;
  int months(std::string_view limit) const;
  /// A finding of the biology of the tumor: its first and its latest value are compared.
  bool is_biology(std::string_view finding) const;
  const DiseaseRules& disease() const { return disease_; }
  std::string_view window_pack() const { return window_->identity().id; }

 private:
  const rules::Pack* window_ = nullptr;
  const rules::Pack* rank_ = nullptr;
  const rules::Pack* limits_ = nullptr;
  const rules::Pack* biology_ = nullptr;
  DiseaseRules disease_;
  mutable std::map<std::string, Verdict, std::less<>> verdicts_;
  mutable std::map<std::string, int, std::less<>> ranks_;
  mutable std::map<std::string, Several, std::less<>> several_;
  mutable std::map<std::string, int, std::less<>> months_;
};

}  // namespace restage::course
