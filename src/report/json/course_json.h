// SPDX-License-Identifier: Apache-2.0
#pragma once
// A course as read, as JSON: tumors, facts in canonical order, data issues.
#include <string>

#include "core/course.h"

namespace restage::report {

std::string course_json(const Course& course, int indent);

}  // namespace restage::report
