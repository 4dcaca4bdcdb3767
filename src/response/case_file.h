// SPDX-License-Identifier: Apache-2.0
#pragma once
// Case files of a criterion: packs/response/<name>/<version>/cases/*.tsv, one case a row, in a compact form that
// is written by hand (docs/response.md). Used by tests and by `restage response --cases`.
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "response/criterion.h"
#include "statement/response.h"

namespace restage::response {

struct ResponseCase {
  std::string path;  ///< file and line
  std::string name;
  ResponseSubject subject;
  NamedValues policy;
  NamedValues wanted;  ///< column without '=' -> text
  std::string source;
};

Result<std::vector<ResponseCase>> parse_cases(std::string_view tsv, std::string_view path);

/// Empty when every wanted column is met; else what differs, one a line.
std::string run_case(const ResponseCase& test, const Criterion& criterion);

/// Parses a course cell: `0 T1=50 | 42 T1=35 new=yes`. The number is the day counted from 2024-01-01 = day 0.
Result<ResponseSubject> parse_course_cell(std::string_view cell);

}  // namespace restage::response
