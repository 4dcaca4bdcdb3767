// SPDX-License-Identifier: Apache-2.0
#pragma once
// The FHIR form of computed responses: a collection Bundle of mCODE STU4 cancer-disease-status Observations, one a
// visit with an overall response, after a Patient each. Every resource id is a hash of its content. SOURCE: mCODE STU4
// CancerDiseaseStatus (LOINC 97509-4, four SNOMED CT values); LOINC answer list LL4721-8.
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "statement/response.h"

namespace restage::fhir {

/// What a Bundle says of the criterion that gave the responses.
struct CriterionFacts {
  std::string id;
  std::string version;
  std::string content_hash;
  std::string measure;
  std::function<std::optional<statement::ResponseKind>(std::string_view)> kind_of;
};

/// One line. Dates are as exact as those of the visits; a visit without one says that it is unknown.
std::string response_bundle(const std::vector<statement::ResponseResult>& results, const CriterionFacts& criterion);

}  // namespace restage::fhir
