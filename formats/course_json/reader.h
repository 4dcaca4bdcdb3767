// SPDX-License-Identifier: Apache-2.0
#pragma once
// Reads the course format (docs/course-json.md): courses one after the other, one a line or spread over several,
// in any order; those of one patient are joined. Members of a later version that are not known are passed over.
#include "core/reader.h"

namespace restage::course_json {

const Reader& reader();

/// One course as write_course() wrote it; an error for anything else. For programs that keep courses themselves.
Result<Course> read_course(std::string_view json);

}  // namespace restage::course_json
