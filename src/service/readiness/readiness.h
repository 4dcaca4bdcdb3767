// SPDX-License-Identifier: Apache-2.0
#pragma once
// The question `readiness`: records of patients in, for each what a final stage still needs and whether the planned
// tests suit the person, at one day. Pure but for the inputs that the request names: no clock, no environment, nothing
// printed. Only what had been true and recorded by the day is used. Safe to ask from several threads, each with its own
// request.
#include <functional>
#include <string>
#include <vector>

#include "service/request/input.h"
#include "service/request/outcome.h"
#include "service/request/rule_packs.h"
#include "statement/readiness.h"

namespace restage::service {

struct ReadinessRequest {
  std::vector<Input> inputs;  ///< joined by patient
  std::string as_of;          ///< the day that is asked for; needed
  RulePacks packs;            ///< null: those of the program
  std::string patient;        ///< this patient only; empty: all
  std::string spill_folder;   ///< for what does not fit into memory; empty: it is refused
};

struct ReadinessOutcome {
  Status status = Status::Done;
  std::vector<DataIssue> issues;  ///< of inputs, not of a patient
  std::size_t patients = 0;
};

/// Gets each patient in order and says whether to go on.
using ReadinessSink = std::function<bool(statement::PatientReadiness&&)>;

/// Fails before any patient is delivered: no day or none that exists, inputs none of which could be read.
Result<ReadinessOutcome> readiness(ReadinessRequest& request, const ReadinessSink& sink);

}  // namespace restage::service
