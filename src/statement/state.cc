// SPDX-License-Identifier: Apache-2.0
#include "statement/state.h"

namespace restage::statement {

std::string_view to_string(State state) noexcept {
  switch (state) {
    case State::None:
      return "none";
    case State::AtDiagnosis:
      return "at_diagnosis";
    case State::UnderTreatment:
      return "under_treatment";
    case State::NoEvidenceOfDisease:
      return "no_evidence_of_disease";
    case State::BiochemicalRecurrence:
      return "biochemical_recurrence";
    case State::Persistent:
      return "persistent";
    case State::Progressive:
      return "progressive";
    case State::Recurrent:
      return "recurrent";
  }
  return "none";
}

std::string_view to_string(Confirmation confirmation) noexcept {
  switch (confirmation) {
    case Confirmation::Documented:
      return "documented";
    case Confirmation::Imaging:
      return "imaging";
    case Confirmation::TissueProven:
      return "tissue-proven";
  }
  return "documented";
}

}  // namespace restage::statement
