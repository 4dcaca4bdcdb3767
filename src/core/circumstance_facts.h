// SPDX-License-Identifier: Apache-2.0
#pragma once
// Circumstances: what engines ask of a patient beside the tumor: visits, vital signs, conditions, medication, plans and
// what speaks against a test. Part of the fact model (fact.h). Absent is never zero and never "no": an answer that the
// source does not give is nullopt. A circumstance without a date holds at all times.
#include <optional>
#include <string>
#include <vector>

#include "base/decimal.h"
#include "core/partial_date.h"

namespace restage {

/// What was done in follow-up on one day: "visit", "mammogram", "CEA".
struct Visit {
  std::vector<std::string> done;
  std::string text;
};

/// A stage or risk class in the words of a guideline, where it is no TNM group.
struct Risk {
  std::string text;
};

struct Vital {
  std::string name;  ///< with its unit: temperature_c, weight_kg, systolic_mmhg, spo2_percent
  std::optional<Decimal> value;
  std::optional<Decimal> duration_h;
};

/// Counts of a triage tool.
struct Triage {
  std::string tool;
  std::optional<Decimal> amber;
  std::optional<Decimal> red;
};

struct Medication {
  std::string name;
  std::string kind;    ///< insulin: rapid-acting ...
  std::string time;    ///< "07:30"
  std::string change;  ///< increased, stopped ...
};

/// Another disease or state of the patient.
struct Condition {
  std::string name;
  std::optional<Decimal> charlson;  ///< index of all of them together
};

struct Exposure {
  std::string kind;  ///< smoking, vaccine, cannabis
  std::string name;
  std::string site;
  std::optional<Decimal> pack_years;
  std::optional<bool> current;
};

/// What is intended. The day planned for is in `day`; the fact's own dates say when the plan was known.
struct Plan {
  std::string kind;  ///< imaging, treatment, biopsy
  std::string modality;
  std::string contrast;  ///< iodinated, gadolinium, or the agent
  std::string purpose;
  std::string name;
  PartialDate day;
  std::string time;
  std::string generation;  ///< of chemotherapy
  std::optional<Decimal> heart_gy;
  std::optional<Decimal> years;
};

struct Allergy {
  std::string agent;
  std::string reaction;
  std::string severity;  ///< mild, severe, unknown
};

struct Implant {
  std::string kind;
  std::string mr;  ///< unsafe, conditional, not conditional, unknown
  std::optional<bool> abandoned_lead;
  std::optional<bool> pacing_dependent;
};

struct Pregnancy {
  std::string state;  ///< pregnant, breast-feeding
  std::optional<Decimal> weeks;
};

/// Whether a test is to be had here.
struct Access {
  std::string modality;
  std::optional<bool> available;
};

}  // namespace restage
