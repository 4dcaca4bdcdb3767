// SPDX-License-Identifier: Apache-2.0
#pragma once
// The JSON form of a timeline. Its names are a contract (docs/timeline.md): members may be added, never renamed.
#include "base/json_writer.h"
#include "statement/timeline.h"

namespace restage::report {

/// One element of "patients".
void write_patient(JsonWriter& json, const statement::PatientTimeline& patient);
/// One element of "statements".
void write_statement(JsonWriter& json, const statement::Statement& statement);
void write_issue(JsonWriter& json, const DataIssue& issue);

}  // namespace restage::report
