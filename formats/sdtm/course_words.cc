// SPDX-License-Identifier: Apache-2.0
#include "formats/sdtm/course_words.h"

#include <array>

#include "base/text.h"

namespace restage::sdtm {
namespace {

struct ResponseWord {
  std::string_view word;
  Event::Kind kind;
};
// An unconfirmed progression (iUPD, PDu) is none yet: disease remains.
constexpr std::array kResponses = {
    ResponseWord{"CR", Event::Kind::Response},
    ResponseWord{"PR", Event::Kind::Response},
    ResponseWord{"iCR", Event::Kind::Response},
    ResponseWord{"iPR", Event::Kind::Response},
    ResponseWord{"iUPD", Event::Kind::Response},
    ResponseWord{"PDu", Event::Kind::Response},
    ResponseWord{"CMR", Event::Kind::Response},
    ResponseWord{"PMR", Event::Kind::Response},
    ResponseWord{"sCR", Event::Kind::Response},
    ResponseWord{"VGPR", Event::Kind::Response},
    ResponseWord{"MR", Event::Kind::Response},
    ResponseWord{"SD", Event::Kind::Stable},
    ResponseWord{"iSD", Event::Kind::Stable},
    ResponseWord{"NMR", Event::Kind::Stable},
    ResponseWord{"NON-PD", Event::Kind::Stable},
    ResponseWord{"NON-CR/NON-PD", Event::Kind::Stable},
    ResponseWord{"NON-iCR/NON-iUPD", Event::Kind::Stable},
    ResponseWord{"PD", Event::Kind::Progression},
    ResponseWord{"iCPD", Event::Kind::Progression},
    ResponseWord{"PMD", Event::Kind::Progression},
    ResponseWord{"NED", Event::Kind::NoEvidenceOfDisease},
};

constexpr std::array<std::string_view, 4> kNoAnswers = {"NE", "ND", "NA", "NOT EVALUABLE"};

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

std::optional<Event::Kind> response_kind(std::string_view word) noexcept {
  for (const ResponseWord& entry : kResponses)
    if (entry.word == word) return entry.kind;
  return std::nullopt;
}

bool is_no_answer(std::string_view word) noexcept {
  for (const std::string_view entry : kNoAnswers)
    if (entry == word) return true;
  return false;
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
