// SPDX-License-Identifier: Apache-2.0
#pragma once
// The question `suspect`: records of patients in, what is suspected of each at a day out, one patient at a time.
//
// Pure but for the inputs that the request names: no clock, no environment, nothing printed. Only what had been true
// and recorded by the day is used. Safe to ask from several threads, each with its own request.
#include <functional>
#include <string>
#include <utility>
#include <vector>

#include "service/request/input.h"
#include "service/request/outcome.h"
#include "service/request/rule_packs.h"
#include "statement/suspicion.h"

namespace restage::service {

struct SuspectRequest {
  std::vector<Input> inputs;                                ///< joined by patient
  std::string as_of;                                        ///< the day that is asked for; needed
  std::vector<std::pair<std::string, std::string>> policy;  ///< choices where guidelines differ
  RulePacks packs;                                          ///< null: those of the program
  std::string patient;                                      ///< this patient only; empty: all
  std::string spill_folder;                                 ///< for what does not fit into memory; empty: it is refused
};

struct SuspectOutcome {
  Status status = Status::Done;
  std::vector<DataIssue> issues;  ///< of inputs, not of a patient
  std::size_t patients = 0;
};

/// Gets each patient in order and says whether to go on.
using SuspicionSink = std::function<bool(statement::PatientSuspicion&&)>;

/// Fails before any patient is delivered: no day or none that exists, inputs none of which could be read.
Result<SuspectOutcome> suspect(SuspectRequest& request, const SuspicionSink& sink);

}  // namespace restage::service
