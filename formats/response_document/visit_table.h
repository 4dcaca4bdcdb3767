// SPDX-License-Identifier: Apache-2.0
#pragma once
// The hand-writable form of the response document: a CSV table, one line a measurement or a visit, columns by name
// (docs/response-document.md). Separated by comma, semicolon or tab.
//
// Lines belong together by subject and reader, then by visit and date. Cells that cannot be read give an issue and
// are left out; a size that cannot be read makes the lesion not evaluable. Pure functions.
#include <string>
#include <string_view>
#include <vector>

#include "formats/response_document/reader.h"

namespace restage::response_document {

/// True if the first line names a subject and a visit or date column.
bool looks_like_visit_table(std::string_view text);

struct VisitTable {
  std::vector<SubjectCourse> subjects;  ///< in order of first mention
  std::vector<DataIssue> issues;        ///< of lines that name no subject
};

/// `name` is named in issues.
VisitTable read_visit_table(std::string_view text, const std::string& name);

}  // namespace restage::response_document
