// SPDX-License-Identifier: Apache-2.0
#pragma once
// The question `timeline`: records of patients in, the staged course of each out, one patient at a time.
//
// Pure but for the inputs that the request names: no clock, no environment, nothing printed. The same request gives the
// same answer. Safe to ask from several threads, each with its own request.
#include <functional>
#include <string>
#include <vector>

#include "service/request/input.h"
#include "service/request/outcome.h"
#include "service/request/rule_packs.h"
#include "statement/timeline.h"

namespace restage::service {

struct TimelineRequest {
  std::vector<Input> inputs;          ///< joined by patient
  std::string as_of;                  ///< use only what was true by this day; empty: everything
  std::string known_by;               ///< use only what had been recorded by this day; empty: everything
  std::vector<std::string> editions;  ///< empty: the one in force at diagnosis
  std::string primaries;              ///< rule set for pairs of tumors: SEER, IARC ...; empty: not asked
  RulePacks packs;                    ///< null: those of the program
  std::string patient;                ///< this patient only; empty: all
  bool assume_cm0 = false;            ///< count M without any evidence as cM0 and name it as policy
  bool strict = false;                ///< only what is on record: no conventions
  std::size_t threads = 0;            ///< 0: all cores; the answer is the same for any number
  std::string spill_folder;           ///< for what does not fit into memory; empty: it is refused
};

struct TimelineOutcome {
  Status status = Status::Done;
  std::vector<DataIssue> issues;  ///< of inputs, not of a patient
  std::size_t patients = 0;
};

/// Gets each patient in order and says whether to go on.
using PatientSink = std::function<bool(statement::PatientTimeline&&)>;

/// Courses are built by several threads and handed over on the calling one, in order.
/// Fails before any patient is delivered: wrong dates or editions, inputs none of which could be read. A patient asked
/// for that is not there is ErrorCode::NotFound.
Result<TimelineOutcome> timeline(TimelineRequest& request, const PatientSink& sink);

/// "as of 2023-05-01, known by 2023-06-01"; empty when the request replays nothing.
std::string replay_text(const TimelineRequest& request);

}  // namespace restage::service
