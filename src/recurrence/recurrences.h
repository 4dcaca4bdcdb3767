// SPDX-License-Identifier: Apache-2.0
#pragma once
// Recurrences: the disease-free spells that ended, each with what was found, how it was proven, and the interval from
// both of its starts: the first assessment without disease and the end of treatment.
#include <vector>

#include "course/calendar.h"
#include "statement/state.h"

namespace restage::recurrence {

/// A recurrence as the calendar draws it, and what came back where.
struct Episode {
  const course::DiseaseFreeSpell* spell = nullptr;
  std::vector<course::DiseasePart> parts;
};

/// One for every disease-free spell that ended, in order of time; evidence that comes after the work-up of a recurrence
/// belongs to a later state.
std::vector<Episode> episodes(const course::Calendar& calendar, const course::RuleSet& rules);

std::vector<statement::Recurrence> make_recurrences(const course::Calendar& calendar, const course::RuleSet& rules);

}  // namespace restage::recurrence
