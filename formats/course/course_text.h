// SPDX-License-Identifier: Apache-2.0
#pragma once
// The TOML of a course file, with every line that is wrong told and not only the first.
//
// The parser stops at its first error. A month without quotation marks (born = 1961-03), which TOML does not know,
// is understood; any other line that stops it is reported, left out, and the rest is looked at.
#include <functional>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "core/data_issue.h"

namespace restage::course_file {

/// Where a parser stopped, and why.
struct SyntaxFault {
  std::size_t line = 0;
  std::size_t column = 0;
  std::string message;
};

struct CourseText {
  std::vector<DataIssue> errors;  ///< of syntax
  std::set<std::string> damaged;  ///< places of the tables that a line is missing from

  /// Removes issues that may only be there because a line was left out.
  void drop_consequences(std::vector<DataIssue>& issues) const;
};

/// Calls `parse` until it finds no fault; what it was given last is the text without the lines that are wrong.
CourseText read_course_text(const std::string& file_name, std::string_view bytes,
                            const std::function<std::optional<SyntaxFault>(const std::string& text)>& parse);

}  // namespace restage::course_file
