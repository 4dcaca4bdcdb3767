// SPDX-License-Identifier: Apache-2.0
#pragma once
// Which tumors a course has and which of its facts each of them owns. Pure functions.
#include <cstddef>
#include <vector>

#include "core/course.h"

namespace restage::course {

/// Stated stages that name no tumor of the input still make one: it is kept and shown, with its site unknown.
void add_implied_tumors(Course& course);

/// Facts of a tumor: its own, and those of the patient when there is one primary. With several primaries a fact
/// that names none of them counts for treatment and course, not for staging: it could be the other one's.
std::vector<const Fact*> facts_of(const Course& course, const Tumor& tumor, bool only_primary);

/// Staging facts that name no tumor where the patient has several.
void report_unbound(const Course& course, std::size_t primaries, std::vector<DataIssue>& issues);

}  // namespace restage::course
