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

enum class State {
  None,
  AtDiagnosis,
  UnderTreatment,
  NoEvidenceOfDisease,
  BiochemicalRecurrence,  ///< a marker rule is met, nothing is seen
  Persistent,
  Progressive,
  Recurrent
};
std::string_view to_string(State state) noexcept;  ///< at_diagnosis, under_treatment ...

struct StatusEntry {
  PartialDate date;
  State state = State::None;
  std::string extent;  ///< local, regional, distant; empty unless known
  std::vector<std::string> organs;
  std::vector<std::string> evidence;
  std::string
      remission;  ///< the response that documented freedom from disease, as written: "CRi", "complete remission"
};

/// What a recurrence rests on, the strongest there is.
enum class Confirmation { Documented, Imaging, TissueProven };
std::string_view to_string(Confirmation confirmation) noexcept;  ///< documented, imaging, tissue-proven

struct OrganDate {
  std::string organ;
  PartialDate first;
};

struct Recurrence {
  PartialDate first_suspected;
  PartialDate confirmed;
  std::vector<std::string> extents;  ///< local, regional, distant
  std::vector<std::string> organs;
  std::vector<OrganDate> first_seen;  ///< each organ with the day it was first recorded in this recurrence
  Confirmation confirmation = Confirmation::Documented;
  bool tissue_proven = false;
  PartialDate disease_free_from;
  std::optional<int> disease_free_days;
  std::vector<std::string> signals;        ///< symptoms and raised markers since the last assessment without disease
  PartialDate treatment_ended;             ///< end of the treatment before; the other start of the interval
  std::optional<int> treatment_free_days;  ///< from that end, where both are known to the day
  std::string
      detected_by;       ///< symptoms, marker, imaging, examination, as recorded or by its first signal; may be empty
  std::string behavior;  ///< "2": in situ; empty: not said
  std::vector<std::string> evidence;
};

/// Biochemical recurrence: the first day on which a rule for a marker is met after a state without disease.
struct Biochemical {
  PartialDate date;
  std::string rule;
  std::vector<std::string> evidence;
};

/// What a cancer registry asks of the course of one tumor; blank where the item stays empty.
struct RegistryItems {
  std::string cancer_status;    ///< NAACCR 1770
  std::string recurrence_date;  ///< NAACCR 1860, as precise as known
  std::string recurrence_type;  ///< NAACCR 1880
};

/// The name of a limited metastatic state and what it rests on.
struct Oligometastatic {
  std::string name;
  PartialDate date;
  std::vector<std::string> evidence;
  bool verified = false;  ///< the source of the rule was read
};

/// Disease that could not be resected and now can be.
struct Conversion {
  PartialDate date;
  std::string organ;  ///< may be empty
  std::vector<std::string> evidence;
};

}  // namespace restage::statement
