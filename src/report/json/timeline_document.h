// SPDX-License-Identifier: Apache-2.0
#pragma once
// The JSON document of a timeline run (docs/timeline.md), a patient at a time, appended to a text that the caller may
// hand over and empty between calls. Not thread-safe; the text must outlive it.
#include <string>
#include <string_view>
#include <vector>

#include "base/json_writer.h"
#include "statement/timeline.h"

namespace restage::report {

class TimelineDocument {
 public:
  TimelineDocument(std::string& out, std::string_view program_version);
  void add(const statement::PatientTimeline& patient);
  /// Closes it: issues of inputs, and the cut-offs of a replay, empty where there are none.
  void finish(const std::vector<DataIssue>& issues, std::string_view as_of, std::string_view known_by);

 private:
  JsonWriter json_;
};

}  // namespace restage::report
