// SPDX-License-Identifier: Apache-2.0
#pragma once
// Fact: one dated observation of a patient's course, with its source. Facts are what readers deliver and what
// every engine computes from; they are never changed, only added.
//
// Two clocks: `effective` is when it was true, `recorded` when it became known (absent: taken as known when
// it was true). Vocabulary of names used in the payloads: docs/facts.md.
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "base/decimal.h"
#include "core/circumstance_facts.h"
#include "core/classification.h"
#include "core/partial_date.h"
#include "core/response_fact.h"
#include "core/study_facts.h"

namespace restage {

/// Where a fact came from, precise enough to find it again.
struct Source {
  std::string file;     ///< as named on input; empty when from memory
  std::string record;   ///< "Observation/abc", "message 3", "row 12"
  std::string element;  ///< path inside the record; may be empty
  std::string system;   ///< "FHIR", "oBDS", "course"
};

/// How a fact was established; decides which classification it may support.
enum class Method { Unknown, Exam, Imaging, Endoscopy, Biopsy, Surgery, Pathology, Laboratory, Autopsy, Patient };
std::string_view to_string(Method method) noexcept;
std::optional<Method> parse_method(std::string_view text) noexcept;

/// A finding that staging tables use: a named input with a value. `name` is an input name of a pack
/// (size_mm, nodes_positive, invades, er, grade ...). Exactly one of number, text, set or flag is given.
struct Finding {
  std::string name;
  std::optional<Decimal> number;     ///< in the unit of the name
  std::string text;                  ///< code value: "pos", "G2", "3"
  std::vector<std::string> members;  ///< for set inputs; may be empty with is_set: nothing found
  bool is_set = false;
  Method method = Method::Unknown;
  std::string modality;  ///< "CT", "MRI", "PET-CT", "US" ...
  std::string lesion;    ///< identity across studies; may be empty
  std::string specimen;
  std::string organ;       ///< where it was found
  std::string study = {};  ///< id of the fact that is the Study it was made in; may be empty
};

/// One lesion measured at one time. Blank is never zero: an absent number is absent.
struct LesionMeasurement {
  enum class State {
    Measured,
    Absent,
    TooSmall,
    NotAssessed,
    NotEvaluable,
    Merged,
    Present,      ///< still there, not measured
    Unequivocal,  ///< unequivocal progression, or an unequivocal new lesion
    Equivocal,    ///< an equivocal new lesion
  };
  std::string lesion;
  std::string organ;
  bool node = false;
  bool primary = false;  ///< it is the primary tumor itself
  State state = State::Measured;
  std::optional<Decimal> long_mm;
  std::optional<Decimal> short_mm;
  std::string modality;
  std::string role;  ///< target, non-target, new or empty
  std::string reader;
  std::string visit = {};  ///< the assessment it belongs to, as the source names it; empty: that of its day
  std::optional<Decimal> enhancing_mm = {};  ///< longest diameter of the enhancing part
  std::optional<Decimal> density_hu = {};    ///< mean over the lesion
  std::optional<Decimal> sul_peak = {};
  std::optional<Decimal> tlg = {};  ///< total lesion glycolysis
  std::string organ_at_visit = {};  ///< organ named at this visit, when the source repeats it
};

struct LabValue {
  std::string analyte;  ///< canonical lower-case name: psa, cea, ca125, ldh, afp, hcg, creatinine ...
  std::optional<Decimal> value;
  std::string unit;  ///< UCUM as given
  std::optional<Decimal> upper_limit;
  std::string text;             ///< as written, when the value is not a number alone
  std::string visit = {};       ///< the assessment it belongs to, as the source names it; empty: that of its day
  std::string comparator = {};  ///< "<" when the value is a limit that the result lies below; also <=, >=, >
  std::optional<Decimal> lower_limit = {};
  std::string assay = {};
  std::string method = {};
};

struct Treatment {
  enum class Kind { Surgery, Radiation, Systemic, Other };
  Kind kind = Kind::Other;
  std::string name;        ///< procedure or agent, as given
  std::string intent;      ///< curative, palliative, diagnostic, supportive or empty
  std::string site;        ///< topography or organ treated
  PartialDate end;         ///< the start is the fact's effective date
  bool definitive = true;  ///< false for biopsies, exploration, port placement
  bool stopped_early = false;
  std::string timing;  ///< neoadjuvant, adjuvant, ... only when the source says so
  std::optional<Decimal> dose_gy = {};
  std::string technique = {};  ///< brachytherapy, SBRT, SRS, ablation ...
  std::string organ = {};      ///< treated, where it is not the primary's
};

/// A category or stage group that a person or system wrote down.
struct StatedCategory {
  Axis axis = Axis::Group;
  std::string value;     ///< without prefix: "T2a", "N1mi", "M0(i+)", "IIIC1"
  std::string suffixes;  ///< "(m)", "(sn)", "(f)" joined
  std::optional<Classification> classification;
  std::string classification_basis;  ///< which rule gave it: prefix, code, symbol, method, timing
  std::string system;                ///< AJCC, UICC, FIGO, Rai ... may be empty
  std::string edition;               ///< 7, 8, 9, FIGO2018 ... may be empty
  std::string original;              ///< as written in the source
  std::vector<std::string> members;  ///< for a group: record ids of the T, N, M it was made from
  bool from_summary = false;         ///< taken from a summary field that should repeat an assessment
  std::string summary_of;            ///< record id of that assessment
};

/// Something that happened, or a state that was documented.
struct Event {
  enum class Kind {
    NoEvidenceOfDisease,
    Recurrence,
    Progression,
    Response,
    Stable,
    Death,
    LastContact,
    Diagnosis,
    Suspicion
  };
  Kind kind = Kind::LastContact;
  std::string extent;  ///< local, regional, distant or empty
  std::string organ;   ///< liver, bone, lung ... or empty
  std::string text;    ///< as given: "CR", "partial remission" ...
  bool tissue_proven = false;
  std::string reader = {};    ///< who said so, where several read the same scans
  std::string visit = {};     ///< the assessment it answers, as the source names it; empty: that of its day
  std::string behavior = {};  ///< ICD-O behavior of what was found: "2" is in situ
};

struct Symptom {
  std::string name;
  std::string site;
  std::string severity;  ///< in words
  bool patient_reported = false;
  std::optional<Decimal> severity_score = {};  ///< 0-10
  std::optional<Decimal> duration_days = {};
  std::vector<std::string> features = {};  ///< "night", "mechanical", "radicular" ...
  std::string trend = {};                  ///< rising ...
  std::optional<Decimal> size_cm = {};
  std::optional<Decimal> volume_ml_24h = {};
  std::optional<Decimal> stools_over_baseline = {};
};

/// The presence or absence of metastasis or disease in an organ, from whatever method.
struct MetastasisFinding {
  std::string organ;  ///< canonical: liver, lung, bone, brain, distant-nodes ...; empty: not said
  bool present = true;
  Method method = Method::Unknown;
  std::string study = {};  ///< id of the fact that is the Study it was made in; may be empty
};

using Payload = std::variant<Finding, LesionMeasurement, LabValue, Treatment, StatedCategory, Event, Symptom,
                             MetastasisFinding, LesionIdentification, ResponseAssessment, Study, Visit, Risk, Vital,
                             Triage, Medication, Condition, Exposure, Plan, Allergy, Implant, Pregnancy, Access>;

/// True for what holds until something else is said, so that a fact without a date counts at any time.
bool holds_undated(const Payload& payload) noexcept;

struct Fact {
  std::string id;     ///< unique in the course; stable under arrival order
  std::string tumor;  ///< id of the tumor it belongs to; empty: the patient
  PartialDate effective;
  PartialDate recorded;
  Source source;
  Payload payload;
  std::string note = {};  ///< what the source adds in words
};

}  // namespace restage
