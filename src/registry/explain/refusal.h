// SPDX-License-Identifier: Apache-2.0
#pragma once
// Why a case was refused, and which codes of it are impossible, as data issues: the item by key, NAACCR number and
// XML id, and what to do about it. Built on demand; staging itself only keeps numbers.
#include <string>
#include <string_view>
#include <vector>

#include "core/data_issue.h"
#include "registry/run/case.h"

namespace restage::registry {

/// `Grade Clinical (grade_clin, NAACCR 3843 gradeClinical)`: an input or output as a registrar knows it.
std::string field_name(const FieldDefinition& field);
/// The same for a key, as the schema has it; kNone: as the first schema with such an input has it.
std::string key_name(const AlgorithmProgram& program, std::uint32_t schema, const std::string& key);

/// A text on one line, cut at a word when it is longer than that many bytes.
std::string brief_text(std::string_view text, std::size_t longest);

/// One line for a table of results: no lists of codes, no look-ups.
std::string refusal_summary(const Outcome& outcome, const CaseInput& input);
/// Why a case was refused, in words that stand alone, and what to do.
struct RefusalReason {
  IssueCode code{};
  std::string message;
  std::string remedy;
};
RefusalReason refusal_reason(const Outcome& outcome, const CaseInput& input);
/// The same as an issue, with the result in front.
DataIssue refusal_issue(const Outcome& outcome, const CaseInput& input, std::string path);

/// Does the case carry a code that its input does not have? It may be staged all the same.
bool has_invalid_code(const Outcome& outcome) noexcept;
/// One issue for each such code; `path` names the record.
void add_invalid_code_issues(const Outcome& outcome, const CaseInput& input, const std::string& path,
                             std::vector<DataIssue>& issues);

}  // namespace restage::registry
