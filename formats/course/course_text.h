// SPDX-License-Identifier: Apache-2.0
#pragma once
// The TOML of a course file, with every line that is wrong told and not only the first.
//
// The parser stops at its first error. A month without quotation marks (born = 1961-03), which TOML does not know,
// is understood; any other line that stops it is reported, left out, and the rest is looked at.
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include <toml++/toml.h>

#include "core/data_issue.h"

namespace restage::course_file {

struct CourseText {
  toml::table root;               ///< without the lines that are wrong
  std::vector<DataIssue> errors;  ///< of syntax
  std::set<std::string> damaged;  ///< places of the tables that a line is missing from

  /// Removes issues that may only be there because a line was left out.
  void drop_consequences(std::vector<DataIssue>& issues) const;
};

CourseText parse_course_text(const std::string& file_name, std::string_view bytes);

}  // namespace restage::course_file
