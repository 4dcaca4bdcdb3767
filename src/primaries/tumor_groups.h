// SPDX-License-Identifier: Apache-2.0
#pragma once
// What groups a tumor belongs to, by topography, histology and year: rule sets, rows of histology tables, special
// kinds, paired sites. The table is groups.tsv, beside this file; the first line of a subject that fits answers.
// Pure and thread-safe.
#include <string_view>

#include "core/course.h"

namespace restage::primaries {

/// Empty when no line of the subject fits. year: of the later diagnosis; 0 is no year, which fits lines of every year.
std::string_view group_of(std::string_view subject, const TumorSite& site, int year);

}  // namespace restage::primaries
