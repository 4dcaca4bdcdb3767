// SPDX-License-Identifier: Apache-2.0
#include "formats/sdtm/course_words.h"

#include <array>

#include "base/text.h"
#include "core/response_words.h"

namespace restage::sdtm {
namespace {

struct Analyte {
  std::string_view test;
  std::string_view name;
};
constexpr std::array kAnalytes = {
    Analyte{"CA125AG", "ca125"},   Analyte{"CA19_9AG", "ca19_9"},
    Analyte{"CA15_3AG", "ca15_3"}, Analyte{"B2MICG", "beta2_microglobulin"},
    Analyte{"ALB", "albumin"},     Analyte{"HGB", "hemoglobin"},
    Analyte{"PLAT", "platelets"},  Analyte{"NEUT", "neutrophils"},
    Analyte{"WBC", "leukocytes"},  Analyte{"CA", "calcium"},
    Analyte{"BILI", "bilirubin"},  Analyte{"CREAT", "creatinine"},
};

struct TreatmentWord {
  std::string_view part;  ///< of the category or subcategory
  Treatment::Kind kind;
};
// The first that is found decides.
constexpr std::array kTreatments = {
    TreatmentWord{"radi", Treatment::Kind::Radiation},
    TreatmentWord{"surg", Treatment::Kind::Surgery},
    TreatmentWord{"chemo", Treatment::Kind::Systemic},
    TreatmentWord{"antineoplastic", Treatment::Kind::Systemic},
    TreatmentWord{"anti-neoplastic", Treatment::Kind::Systemic},
    TreatmentWord{"anticancer", Treatment::Kind::Systemic},
    TreatmentWord{"anti-cancer", Treatment::Kind::Systemic},
    TreatmentWord{"cancer therap", Treatment::Kind::Systemic},
    TreatmentWord{"immunotherap", Treatment::Kind::Systemic},
    TreatmentWord{"hormon", Treatment::Kind::Systemic},
};

bool either_has(std::string_view left, std::string_view right, std::string_view part) {
  return text::contains_ignoring_case(left, part) || text::contains_ignoring_case(right, part);
}

}  // namespace

std::string_view sex_of(std::string_view word) noexcept {
  if (word == "F") return "female";
  if (word == "M") return "male";
  return word == "UNDIFFERENTIATED" || word == "INTERSEX" ? "other" : "";
}

Event::Kind response_kind(std::string_view words) {
  switch (meaning_of_response(words).value_or(ResponseMeaning::NotEvaluable)) {
    case ResponseMeaning::Free:
      return Event::Kind::NoEvidenceOfDisease;
    case ResponseMeaning::Stable:
      return Event::Kind::Stable;
    case ResponseMeaning::Progression:
      return Event::Kind::Progression;
    case ResponseMeaning::Complete:
    case ResponseMeaning::Partial:
    case ResponseMeaning::Minor:
    case ResponseMeaning::LessThanComplete:
    case ResponseMeaning::NotEvaluable:
      break;
  }
  return Event::Kind::Response;
}

std::string analyte_of(std::string_view test) {
  for (const Analyte& entry : kAnalytes)
    if (entry.test == test) return std::string(entry.name);
  return text::to_lower(test);
}

Treatment treatment_of(std::string_view category, std::string_view subcategory, bool is_medication) {
  Treatment treatment;
  if (either_has(category, subcategory, "prior")) treatment.timing = "prior";
  for (const TreatmentWord& entry : kTreatments) {
    if (!either_has(category, subcategory, entry.part)) continue;
    treatment.kind = entry.kind;
    return treatment;
  }
  treatment.definitive = false;
  if (is_medication) treatment.intent = "supportive";
  return treatment;
}

}  // namespace restage::sdtm
