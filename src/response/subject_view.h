// SPDX-License-Identifier: Apache-2.0
#pragma once
// ResponseSubject: what one reader saw of one patient over time, as response assessment looks at it: a view of a
// course, made in one place (subjects_of), whatever format the course came from.
//
// Every level is optional: measurements, sums, calls of a visit, calls of its components, overall calls, labs. Blank is
// never zero: an absent number is absent. A value of its own that points into nothing; no invariants beyond those of
// its parts.
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/decimal.h"
#include "core/course.h"
#include "statement/response.h"

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
  using State = LesionMeasurement::State;
  std::string lesion;
  State state = State::Measured;
  std::optional<Decimal> long_mm;
  std::optional<Decimal> short_mm;
  std::optional<Decimal> enhancing_mm;
  std::optional<Decimal> density_hu;
  std::optional<Decimal> sul_peak;
  std::optional<Decimal> tlg;
  std::string organ;  ///< location named at this visit, when the source repeats it

  friend bool operator==(const ResponseMeasurement&, const ResponseMeasurement&) = default;
};

struct ResponseLab {
  std::string name;
  std::optional<Decimal> value;
  std::string unit;
  std::optional<Decimal> upper_limit;
  std::string text;  ///< a result that is not a number: negative, positive, normal ...
};

/// What a source stored as its own answer; compared, never used for the computed one.
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
  std::vector<std::string> evidence;  ///< ids of the measurements
};

struct ResponseSubject {
  std::string id;
  std::string reader;  ///< as shown and as asked for; readers of one subject differ in it
  statement::Evaluator evaluator;
  PartialDate reference_date;  ///< randomization
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

namespace response {

/// When calls that the source stored are an input: where a reader has neither measurements nor parts, or, to check
/// them, never an overall response beside the calls it was made from.
enum class StoredUse { WhereNothingElseIs, ToBeChecked };

/// One tumor of a course (empty: all of the patient) as subjects, one a reader, in order of reader. Empty when the
/// course holds no measurements, calls or values of an assessment.
std::vector<ResponseSubject> subjects_of(const Course& course, std::string_view tumor,
                                         StoredUse use = StoredUse::WhereNothingElseIs);

/// The same for one reader, who may have said nothing.
ResponseSubject subject_of(const Course& course, std::string_view tumor, const std::string& reader,
                           StoredUse use = StoredUse::WhereNothingElseIs);

}  // namespace response
}  // namespace restage
