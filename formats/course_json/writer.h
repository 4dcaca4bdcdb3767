// SPDX-License-Identifier: Apache-2.0
#pragma once
// Writes a course in the course format (docs/course-json.md): one JSON object, every field of the fact model, the
// same text for the same course. What reader.h reads back is the same course.
#include <string>
#include <string_view>

#include "core/course.h"

namespace restage::course_json {

inline constexpr std::string_view kFormat = "restage-course";
inline constexpr int kVersion = 1;

/// Without a line end. indent 0: one line.
std::string write_course(const Course& course, int indent = 0);

}  // namespace restage::course_json
