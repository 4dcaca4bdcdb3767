// SPDX-License-Identifier: Apache-2.0
#pragma once
// The FHIR form of a timeline: the format's writer with the sentences of the report.
#include <string>

#include "statement/timeline.h"

namespace restage::service {

/// One mCODE collection Bundle, one line. `recorded`: an instant; the caller knows the clock.
std::string timeline_bundle(const statement::PatientTimeline& patient, const std::string& program_version,
                            const std::string& recorded);

}  // namespace restage::service
