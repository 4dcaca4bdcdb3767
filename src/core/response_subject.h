// SPDX-License-Identifier: Apache-2.0
#pragma once
// ResponseSubject: what one reader saw of one subject over time: lesions, visits, treatment and survival dates.
//
// It is the input of response assessment, filled by every reader (response document, SDTM folder, course).
// Every level is optional: measurements, sums, calls of a visit, calls of its components, overall calls, labs.
// Blank is never zero: an absent number is absent. Readers leave out what they cannot read and say so in
// `issues`. Value type, no invariants beyond those of its parts.
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/decimal.h"
#include "core/data_issue.h"
#include "core/named_values.h"
#include "core/partial_date.h"

namespace restage {

struct ResponseLesion {
  enum class Role { Unstated, Target, NonTarget, New };
  std::string id;
  Role role = Role::Unstated;
  std::string organ;         ///< as given
  std::optional<bool> node;  ///< lymph node; absent: told from the organ
  std::string parent;        ///< id of the lesion it split from
  std::string kind;          ///< bone-lytic, effusion, cyst ...: what keeps a lesion from being measurable
  std::string method;        ///< CT, MRI, chest-film, calliper ...
  std::optional<Decimal> slice_mm;
  std::optional<bool> irradiated;
  std::optional<bool> grown_since_irradiation;
  std::optional<bool> reproducible;
};

struct ResponseMeasurement {
  enum class State {
    Unstated,  ///< told from the numbers
    Measured,
    Absent,
    TooSmall,  ///< seen, too small to measure
    NotAssessed,
    NotEvaluable,
    Merged,       ///< part of another lesion now, which carries the size
    Present,      ///< a non-target lesion that is still there
    Unequivocal,  ///< unequivocal progression, or an unequivocal new lesion
    Equivocal,    ///< an equivocal new lesion
  };
  std::string lesion;
  State state = State::Unstated;
  std::optional<Decimal> long_mm;
  std::optional<Decimal> short_mm;
  std::optional<Decimal> enhancing_mm;  ///< longest diameter of the enhancing part
  std::optional<Decimal> density_hu;    ///< mean over the lesion
  std::optional<Decimal> sul_peak;
  std::optional<Decimal> tlg;  ///< total lesion glycolysis
  std::string organ;           ///< location named at this visit, when the source repeats it

  friend bool operator==(const ResponseMeasurement&, const ResponseMeasurement&) = default;
};

struct ResponseLab {
  std::string name;
  std::optional<Decimal> value;
  std::string unit;
  std::optional<Decimal> upper_limit;
  std::string text;  ///< a result that is not a number: negative, positive, normal ...
};

/// What a source file stored as its own answer; compared, never used for the computed one.
struct StoredCalls {
  std::string target;
  std::string non_target;
  std::string new_lesion;
  std::string overall;
  std::optional<Decimal> sum_mm;
  std::string path;  ///< where it stands in the source
};

struct ResponseVisit {
  std::string id;
  PartialDate date;
  PartialDate date_first;  ///< first and last scan, when the visit took several days
  PartialDate date_last;
  std::vector<ResponseMeasurement> measurements;
  std::optional<Decimal> sum_mm;  ///< a sum of diameters without its lesions
  std::string target;
  std::string non_target;
  std::string new_lesion;  ///< yes, no, unknown, equivocal or empty
  std::string overall;
  NamedValues components;
  std::vector<ResponseLab> labs;
  bool accepted = false;  ///< this reader is the accepted one at this visit
  StoredCalls stored;
};

/// Who read, as SDTM names it: a role (INDEPENDENT ASSESSOR) and which one of it (READER 1).
struct Evaluator {
  std::string role;
  std::string id;
};

struct ResponseSubject {
  std::string id;
  std::string reader;  ///< as shown and as asked for; readers of one subject differ in it
  Evaluator evaluator;
  PartialDate reference_date;  ///< randomisation
  PartialDate treatment_start;
  std::vector<ResponseLesion> lesions;
  std::vector<ResponseVisit> visits;
  std::vector<PartialDate> therapy_starts;  ///< of new anticancer therapy
  PartialDate death;
  PartialDate last_alive;
  PartialDate data_cut;
  NamedValues policy;
  NamedValues facts;   ///< of the whole course: upper limits, pathology after surgery ...
  std::string source;  ///< file and record, for issues
  std::vector<DataIssue> issues;
};

}  // namespace restage
