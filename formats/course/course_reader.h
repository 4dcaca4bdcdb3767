// SPDX-License-Identifier: Apache-2.0
#pragma once
// Reads the native course file: TOML that a person writes by hand. The format is documented in
// docs/course-file.md and course.schema.json; samples lie beside this file.
#include "core/reader.h"

namespace restage::course_file {

const Reader& reader();

}  // namespace restage::course_file
