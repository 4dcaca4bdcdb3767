// SPDX-License-Identifier: Apache-2.0
#pragma once
// Line-wise FHIR (NDJSON): one resource, Bundle or entry a line, in any order and of any length. Lines are sorted by
// patient first, in memory or in temporary files, and then read a patient at a time; memory does not grow with the
// input. References are resolved within the patient and to what belongs to no patient.
#include <string>
#include <string_view>

#include "core/reader.h"

namespace restage::fhir {

/// True when the text begins with one JSON object a line; `whole`: nothing follows it.
enum class LineWise { Yes, No, Unknown };
LineWise is_line_wise(std::string_view text, bool whole);

Result<ReadResult> read_lines(const std::string& file, ByteSource& source, const ReadOptions& options,
                              const CourseSink& sink);

}  // namespace restage::fhir
