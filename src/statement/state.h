// SPDX-License-Identifier: Apache-2.0
#pragma once
// Disease states and recurrences: where a tumor stood from when on, and the spells without evidence of disease that
// ended. Plain values: computed once, never changed, thread-safe to read.
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/partial_date.h"

namespace restage::statement {

enum class State { None, AtDiagnosis, UnderTreatment, NoEvidenceOfDisease, Persistent, Progressive, Recurrent };
std::string_view to_string(State state) noexcept;  ///< at_diagnosis, under_treatment ...

struct StatusEntry {
  PartialDate date;
  State state = State::None;
  std::string extent;  ///< local, regional, distant; empty unless known
  std::vector<std::string> organs;
  std::vector<std::string> evidence;
};

/// What a recurrence rests on, the strongest there is.
enum class Confirmation { Documented, Imaging, TissueProven };
std::string_view to_string(Confirmation confirmation) noexcept;  ///< documented, imaging, tissue-proven

struct Recurrence {
  PartialDate first_suspected;
  PartialDate confirmed;
  std::vector<std::string> extents;  ///< local, regional, distant
  std::vector<std::string> organs;
  Confirmation confirmation = Confirmation::Documented;
  bool tissue_proven = false;
  PartialDate disease_free_from;
  std::optional<int> disease_free_days;
  std::vector<std::string> signals;  ///< symptoms and raised markers since the last assessment without disease
  PartialDate treatment_ended;       ///< end of the treatment before; the other start of the interval
  std::vector<std::string> evidence;
};

}  // namespace restage::statement
