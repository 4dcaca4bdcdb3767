// SPDX-License-Identifier: Apache-2.0
#include "service/course/timeline_bundle.h"

#include "formats/fhir/writer/timeline_bundle.h"
#include "report/words/assumptions.h"
#include "report/words/editions.h"
#include "report/words/wording.h"

namespace restage::service {

std::string timeline_bundle(const statement::PatientTimeline& patient, const std::string& program_version,
                            const std::string& recorded) {
  return fhir::fhir_bundle(patient, {program_version,
                                     recorded,
                                     {report::categories_text, report::group_text, report::edition_text,
                                      report::statement_note, report::tumor_title}});
}

}  // namespace restage::service
