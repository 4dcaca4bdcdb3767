// SPDX-License-Identifier: Apache-2.0
#pragma once
// Calendar: the events of one tumor's course in order, and the phase any other fact falls in.
//
// Neoadjuvant therapy is inferred from dates: systemic treatment or radiation that starts before the definitive
// operation of the same first course. SOURCE: staging-rules in docs/timeline.md, packs/course/limits.
#include <string>
#include <vector>

#include "core/course.h"
#include "course/disease_rules.h"
#include "course/rule_set.h"

namespace restage::course {

/// A spell without evidence of disease and the recurrence that ended it.
struct DiseaseFreeSpell {
  const Fact* start = nullptr;                ///< first assessment without evidence of disease
  PartialDate last_free;                      ///< last assessment without evidence of disease before the recurrence
  PartialDate suspected;                      ///< first signal of the recurrence; may equal `recurred`
  PartialDate recurred;                       ///< unknown: still disease-free
  std::vector<const Fact*> recurrence_facts;  ///< suspicion, recurrence, new disease, in order
};

struct Calendar {
  const Tumor* tumor = nullptr;
  std::vector<const Fact*> facts;  ///< of this tumor, canonical order
  PartialDate diagnosed;
  std::string diagnosed_by;  ///< id of the fact that dates it when the tumor record does not
  const Fact* first_treatment = nullptr;
  const Fact* surgery = nullptr;  ///< definitive operation of the first course
  std::vector<const Fact*> neoadjuvant;
  std::vector<const Fact*> adjuvant_before_surgery;  ///< recorded as adjuvant, dated before it; takes no part
  PartialDate neoadjuvant_end;
  bool neoadjuvant_stopped_early = false;
  PartialDate treatment_end;          ///< of definitive treatment without surgery
  const Fact* progression = nullptr;  ///< first progression before any disease-free state
  PrimaryMap primary;                 ///< which map of recurrence applies
  std::vector<DiseaseEvent> events;   ///< what the facts mean for the state of the disease, in order
  std::vector<DiseaseFreeSpell> spells;
  PartialDate death;
  bool known_in_life = false;  ///< diagnosed or treated before death: then the autopsy is no time point of its own

  bool has_neoadjuvant() const { return !neoadjuvant.empty(); }
  /// An autopsy of a tumor known in life: its findings complete the pathological stage.
  bool has_autopsy_of_known_tumor() const;
  const DiseaseFreeSpell* first_recurrence() const;
  /// Phases a fact of this date may fall in; one, unless the date is too coarse. What follows the end of the
  /// classification's own window is not told apart: a later event never changes why a fact was refused.
  std::vector<Phase> phases_of(const PartialDate& date, Classification classification) const;

 private:
  friend Calendar make_calendar(const Course&, const Tumor&, const std::vector<const Fact*>&, const RuleSet&);
  struct Boundary {
    PartialDate from;
    Phase phase;
  };
  void draw_boundaries(const RuleSet& rules);
  void draw_first_course(const RuleSet& rules, Day close);
  void add_boundary(const PartialDate& from, Phase phase);
  Phase seen_by(std::size_t boundary, Classification classification) const;
  std::vector<Boundary> boundaries_;
};

Calendar make_calendar(const Course& course, const Tumor& tumor, const std::vector<const Fact*>& facts,
                       const RuleSet& rules);

/// Where a fact stands in its input, for data issues: "file: record".
std::string place_of(const Fact& fact);
/// An event that documents freedom from disease.
bool is_disease_free(const Fact& fact);

}  // namespace restage::course
