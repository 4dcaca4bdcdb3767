// SPDX-License-Identifier: Apache-2.0
#pragma once
// What readers of scans say about response: which lesions they follow, and what they call each assessment. Payloads of
// facts (core/fact.h). Sizes are measurements of their own; blank is never zero.
#include <optional>
#include <string>

#include "base/decimal.h"
#include "core/named_values.h"
#include "core/partial_date.h"

namespace restage {

/// A lesion as a reader identified it, once for all assessments.
struct LesionIdentification {
  std::string lesion;
  std::string reader;
  std::string role;  ///< target, non-target, new or empty
  std::string organ;
  std::optional<bool> node;  ///< lymph node; absent: told from the organ
  std::string parent;        ///< id of the lesion it split from
  std::string kind;          ///< bone-lytic, effusion, cyst ...: what keeps a lesion from being measurable
  std::string method;        ///< CT, MRI, chest-film, calliper ...
  std::optional<Decimal> slice_mm;
  std::optional<bool> irradiated;
  std::optional<bool> grown_since_irradiation;
  std::optional<bool> reproducible;
};

/// What a reader stated of one assessment. The fact's effective date is that of the assessment.
struct ResponseAssessment {
  std::string visit;  ///< as the source names it
  std::string reader;
  std::string evaluator;  ///< what kind of reader, where the source tells it apart: INDEPENDENT ASSESSOR
  int sequence = 0;       ///< place among the assessments of this reader in the source, from 1; 0: not said
  PartialDate first_scan;
  PartialDate last_scan;
  std::string target;
  std::string non_target;
  std::string new_lesion;  ///< yes, no, unknown, equivocal or empty
  std::string overall;
  std::optional<Decimal> sum_mm;
  NamedValues components;  ///< calls of parts and further values: pet, ct, bone, ca125 ...
  bool accepted = false;   ///< this reader is the accepted one here
  bool stored = false;     ///< calls and sum were derived by the source: to be compared, and used where nothing else is
};

}  // namespace restage
