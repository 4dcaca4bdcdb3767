// SPDX-License-Identifier: Apache-2.0
#pragma once
// The FHIR form of computed responses: a collection Bundle of mCODE STU4 cancer-disease-status Observations, one a
// visit with an overall response, after a Patient each. Every resource id is a hash of its content. SOURCE: mCODE STU4
// CancerDiseaseStatus (LOINC 97509-4, four SNOMED CT values); LOINC answer list LL4721-8.
#include <string>
#include <vector>

#include "response/criterion.h"
#include "response/result.h"

namespace restage::response {

/// One line. Dates are as exact as those of the visits; a visit without one says that it is unknown.
std::string response_bundle(const std::vector<ResponseResult>& results, const Criterion& criterion);

}  // namespace restage::response
