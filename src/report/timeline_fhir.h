// SPDX-License-Identifier: Apache-2.0
#pragma once
// The FHIR form of a timeline: an mCODE STU4 collection Bundle: patient, primary cancer conditions, a stage group with
// its T, N and M members for every statement, Provenance and Device with the rules used; and the treatments, documented
// states and metastases that the stages rest on, so that a reader of the Bundle finds the same time points.
//
// A statement's resource ids are hashes of its content, so a new assessment never reuses an id. SOURCE: mCODE STU4
// profiles TNMStageGroup, TNM categories, CancerStage, PrimaryCancerCondition; FHIR R4 Provenance and Device.
#include <functional>
#include <string>
#include <string_view>

#include "timeline/statement.h"

namespace restage::report {

struct FhirOptions {
  std::string version;
  std::string recorded;  ///< instant for Provenance.recorded; the caller knows the clock
  /// SNOMED CT code of a staging value ("cT2a", "IIA"), empty when there is none.
  std::function<std::string_view(std::string_view)> snomed_code;
  /// SNOMED CT code of an organ ("bone"), empty when there is none.
  std::function<std::string_view(std::string_view)> organ_code = {};
};

/// One Bundle, one line, for one patient.
std::string fhir_bundle(const timeline::PatientTimeline& patient, const FhirOptions& options);

}  // namespace restage::report
