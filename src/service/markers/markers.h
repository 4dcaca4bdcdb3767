// SPDX-License-Identifier: Apache-2.0
#pragma once
// The question `markers`: records of patients in; out, for each patient, the marker series, their arithmetic and what
// the marker rules say at a day. And single formulas over given input, answered by the same engine.
//
// Pure but for the inputs that the request names: no clock, no environment, nothing printed. Safe to ask from several
// threads, each with its own request.
#include <functional>
#include <string>
#include <vector>

#include "service/request/input.h"
#include "service/request/outcome.h"
#include "service/request/rule_packs.h"
#include "statement/markers.h"

namespace restage::service {

struct MarkersRequest {
  std::vector<Input> inputs;  ///< joined by patient
  std::string as_of;          ///< use only what was true by this day; empty: everything
  std::string known_by;       ///< use only what had been recorded by this day; empty: everything
  std::string policy;         ///< "psa_rp=EAU,cea=FACS"
  RulePacks packs;            ///< null: those of the program
  std::string spill_folder;   ///< for what does not fit into memory; empty: it is refused
};

struct MarkersOutcome {
  Status status = Status::Done;
  std::vector<DataIssue> issues;  ///< of inputs, not of a patient
  std::size_t patients = 0;
};

/// Gets each patient in order and says whether to go on.
using MarkersSink = std::function<bool(statement::PatientMarkers&&)>;

/// Fails before any patient is delivered: wrong dates or policies, inputs none of which could be read.
Result<MarkersOutcome> markers(MarkersRequest& request, const MarkersSink& sink);

/// One formula; `input` is a JSON object. Fails for a kind that is none, naming those there are, and for input that is
/// no object.
Result<statement::FormulaResult> marker_formula(std::string_view kind, std::string_view input,
                                                const RulePacks& packs = {});

}  // namespace restage::service
