// SPDX-License-Identifier: Apache-2.0
#pragma once
// What the facts of one tumor mean for the state of its disease, in order of time. A state changes by documentation, by
// tissue, or by a measured new lesion; a suspicion alone is no event. Pure; the facts must outlive the result.
#include <limits>
#include <string>
#include <utility>
#include <vector>

#include "course/disease_event.h"
#include "course/disease_rules.h"

namespace restage::course {

/// When radiation and systemic treatment went on: by start, with the latest end of what had started by then.
class TreatmentSpans {
 public:
  explicit TreatmentSpans(const std::vector<const Fact*>& facts);
  /// Every treatment begun by then has a recorded end by then; an operation ends on its day.
  bool over_by(const PartialDate& date) const;

 private:
  static constexpr Day kOpen = std::numeric_limits<Day>::max();
  std::vector<std::pair<Day, Day>> spans_;
};

struct DiseaseFacts {
  const std::vector<const Fact*>* facts = nullptr;  ///< of one tumor, canonical order
  PartialDate diagnosed;
  const Fact* first_treatment = nullptr;
  PrimaryMap primary;
  int report_months = 0;  ///< how long after an operation its specimen is still reported
};

/// Facts that mean nothing are left out.
std::vector<DiseaseEvent> disease_events(const DiseaseFacts& course, const DiseaseRules& rules);

/// The end of treatment in force at a day: an operation ends on its day. Unknown where none ended before.
PartialDate treatment_end_before(const std::vector<const Fact*>& facts, const PartialDate& date);

}  // namespace restage::course
