// SPDX-License-Identifier: Apache-2.0
#pragma once
// Writes results as the contracted JSON (design 6.5) and as a table for people.
#include <string>

#include "base/json_writer.h"
#include "response/criterion.h"
#include "statement/response.h"

namespace restage::report {

/// Opens the document: criterion, policy, pack; leaves the array `subjects` open.
void begin_response_document(JsonWriter& writer, const response::Criterion& criterion, const response::Policy& policy,
                             std::string_view program_version);
void write_subject(JsonWriter& writer, const statement::ResponseResult& result);
void end_response_document(JsonWriter& writer);

}  // namespace restage::report
