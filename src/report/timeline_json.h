// SPDX-License-Identifier: Apache-2.0
#pragma once
// The JSON form of a timeline. Its names are a contract (docs/timeline.md): members may be added, never renamed.
#include <functional>

#include "base/json_writer.h"
#include "timeline/statement.h"

namespace restage::report {

/// Writes the response statements of a tumor as the content of one JSON array; empty: none.
using ResponseWriter = std::function<void(JsonWriter&, const Course&, const std::string& tumor)>;

/// One element of "patients".
void write_patient(JsonWriter& json, const timeline::PatientTimeline& patient, const ResponseWriter& responses = {});
void write_issue(JsonWriter& json, const DataIssue& issue);

}  // namespace restage::report
