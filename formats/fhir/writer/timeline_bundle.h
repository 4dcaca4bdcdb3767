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

#include "statement/timeline.h"

namespace restage::fhir {

/// The sentences of a Bundle, from where sentences are made.
struct BundleWords {
  using OfStatement = std::function<std::string(const statement::Statement&)>;
  OfStatement categories;  ///< "pT2 pN0 cM0"
  OfStatement group;       ///< "IIA", "IIA or IIB"
  OfStatement edition;     ///< "AJCC 8"
  OfStatement note;        ///< what a reader must know to rely on it; empty when there is nothing
  std::function<std::string(const statement::TumorTimeline&)> tumor;  ///< "Breast, left: C50.4 8500/3"
};

struct FhirOptions {
  std::string version;
  std::string recorded;  ///< instant for Provenance.recorded; the caller knows the clock
  BundleWords words;
};

/// One Bundle, one line, for one patient.
std::string fhir_bundle(const statement::PatientTimeline& patient, const FhirOptions& options);

}  // namespace restage::fhir
