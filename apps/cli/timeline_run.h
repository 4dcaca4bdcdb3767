// SPDX-License-Identifier: Apache-2.0
#pragma once
// What `restage timeline` and `restage explain` share: options, reading, building, one patient at a time.
#include <functional>
#include <string>
#include <vector>

#include "apps/cli/command.h"
#include "core/reader.h"
#include "timeline/timeline.h"

namespace restage::cli {

struct TimelineRun {
  std::string command;  ///< for messages
  std::vector<std::string> files;
  std::string as_of, known_by, editions, packs, patient;
  bool assume_cm0 = false;

  void declare(OptionSet& options);
};

struct RunOutcome {
  int status = kDone;
  std::vector<DataIssue> input_issues;  ///< of files, not of a patient
  std::size_t patients = 0;
};

/// Reads, builds and hands over every patient in order. A usage error is printed and gives status kUsage before any
/// patient. The status is kDoneWithRefusals when input was refused or an issue is an error.
RunOutcome run_timeline(const TimelineRun& run, Console& console,
                        const std::function<void(statement::PatientTimeline&&)>& sink);

/// Reading without holding everything: what does not fit goes to the system's folder for temporary files.
ReadOptions streaming_options();

/// "as of 2023-05-01" and so on; empty when the run is no replay.
std::string replay_text(const TimelineRun& run);

}  // namespace restage::cli
