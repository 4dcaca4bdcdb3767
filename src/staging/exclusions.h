// SPDX-License-Identifier: Apache-2.0
#pragma once
// Findings that rule each other out, or that cannot be: neither is used, and it is said. The rows are exclusions.tsv,
// beside this file. Pure functions.
#include <map>
#include <string>

#include "core/data_issue.h"
#include "course/calendar.h"

namespace restage::staging {

struct Exclusions {
  std::map<const Fact*, std::string> refused;  ///< with what is wrong, in words
  std::vector<DataIssue> issues;
};

/// Looks at the facts of one day at a time; facts without a date are looked at together.
Exclusions find_exclusions(const course::Calendar& calendar);

}  // namespace restage::staging
