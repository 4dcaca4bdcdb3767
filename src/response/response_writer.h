// SPDX-License-Identifier: Apache-2.0
#pragma once
// Writes results as the contracted JSON (design 6.5) and as a table for people.
#include <string>

#include "base/json_writer.h"
#include "response/criterion.h"
#include "response/result.h"

namespace restage::response {

/// Opens the document: criterion, policy, pack; leaves the array `subjects` open.
void begin_response_document(JsonWriter& writer, const Criterion& criterion, const Policy& policy,
                             std::string_view program_version);
void write_subject(JsonWriter& writer, const ResponseResult& result);
void end_response_document(JsonWriter& writer);

/// One table a subject: visits with sums, nadir, changes, calls and rules; best response; endpoints.
std::string response_table(const ResponseResult& result, const Criterion& criterion, bool color);

}  // namespace restage::response
