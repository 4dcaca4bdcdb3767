// SPDX-License-Identifier: Apache-2.0
#pragma once
// The question `followup`: records of patients in, what guidelines ask for on a day out, one patient at a time. A stage
// group that a guideline needs and the record does not state is computed from its findings (src/timeline).
//
// Pure but for the inputs that the request names: no clock, no environment, nothing printed. Safe to ask from several
// threads, each with its own request.
#include <functional>
#include <string>
#include <vector>

#include "service/request/input.h"
#include "service/request/outcome.h"
#include "service/request/rule_packs.h"
#include "statement/followup.h"

namespace restage::service {

struct FollowUpRequest {
  std::vector<Input> inputs;  ///< joined by patient
  std::string as_of;          ///< the day of the question, exact; needed
  std::string anchor;         ///< what months are counted from; empty: chosen by each guideline
  std::string guideline;      ///< name-year, or a name for the newest; empty: those that apply
  RulePacks packs;            ///< null: those of the program
  std::size_t threads = 0;    ///< 0: all cores; the answer is the same for any number
  std::string spill_folder;   ///< for what does not fit into memory; empty: it is refused
};

/// One patient: an answer a primary tumor.
struct PatientFollowUp {
  std::string patient;
  std::vector<statement::FollowUpAnswer> tumors;
  std::vector<DataIssue> issues;
};

struct FollowUpOutcome {
  Status status = Status::Done;
  std::vector<DataIssue> issues;  ///< of inputs, not of a patient
  std::size_t patients = 0;
};

/// Gets each patient in order and says whether to go on.
using FollowUpSink = std::function<bool(PatientFollowUp&&)>;

/// Fails before any patient is delivered: wrong dates, inputs none of which could be read.
Result<FollowUpOutcome> follow_up(FollowUpRequest& request, const FollowUpSink& sink);

/// Adds what is past its time.
void add_overdue(const PatientFollowUp& patient, const PartialDate& as_of, std::vector<statement::OverdueTask>& tasks);
/// The worst stage or risk first, then the latest.
void sort_overdue(std::vector<statement::OverdueTask>& tasks);

}  // namespace restage::service
