// SPDX-License-Identifier: Apache-2.0
#pragma once
// Contradictions inside what was stated: a group that names members of another classification, edition, day or
// tumor; a summary that differs from the assessment it names; an edition that was not in force.
#include <vector>

#include "course/calendar.h"

namespace restage::staging {

void check_stated_links(const Course& course, std::vector<DataIssue>& issues);

/// A stated edition against the edition used for the tumor.
void check_edition(const course::Calendar& calendar, std::string_view edition_used, std::vector<DataIssue>& issues);

}  // namespace restage::staging
