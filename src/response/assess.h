// SPDX-License-Identifier: Apache-2.0
#pragma once
// assess(): the response of one subject by one reader under one criterion.
//
// A pure function of subject, criterion and policy: no clock, no state between subjects, safe from any thread.
// Another reader's data never enters. For the timeline: subjects_of() turns the lesion measurements of one
// tumor of a course into subjects, one a reader.
#include <string_view>
#include <vector>

#include "core/course.h"
#include "response/criterion.h"
#include "statement/response.h"

namespace restage::response {

/// Policy keys in the subject itself override those of `policy` that were not set explicitly.
statement::ResponseResult assess(const ResponseSubject& subject, const Criterion& criterion, const Policy& policy);

/// Lesion measurements, marker values, response events, systemic treatment and death of one tumor (empty: all of
/// the patient) as subjects, one a reader. Empty when the course holds none of it.
std::vector<ResponseSubject> subjects_of(const Course& course, std::string_view tumor);

}  // namespace restage::response
