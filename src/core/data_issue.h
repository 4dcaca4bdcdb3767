// SPDX-License-Identifier: Apache-2.0
#pragma once
// DataIssue: a problem of the input, carried as data beside the results. Work goes on without the bad part.
//
// The catalogue in data_issue.def is the only list of codes; codes are stable and never reused.
#include <string>
#include <string_view>
#include <vector>

namespace restage {

enum class Severity { Information, Warning, Error };
std::string_view to_string(Severity severity) noexcept;

enum class IssueCode {
#define RESTAGE_ISSUE(name, spelling, severity, meaning) name,
#include "core/data_issue.def"
#undef RESTAGE_ISSUE
};

std::string_view to_string(IssueCode code) noexcept;   ///< stable spelling, e.g. "date-impossible"
std::string_view meaning_of(IssueCode code) noexcept;  ///< one sentence for the documentation
Severity severity_of(IssueCode code) noexcept;         ///< the severity it has unless stated otherwise
const std::vector<IssueCode>& all_issue_codes();

struct DataIssue {
  IssueCode code{};
  Severity severity = Severity::Warning;
  std::string path;     ///< file, record and element: "bundle.json: Bundle.entry[3].resource.effectiveDateTime"
  std::string message;  ///< what is wrong, with no patient identifier in it
  std::string remedy;   ///< what the sender can do about it

  friend bool operator==(const DataIssue&, const DataIssue&) = default;
};

/// An issue with the severity of the catalogue.
DataIssue make_issue(IssueCode code, std::string path, std::string message, std::string remedy);

}  // namespace restage
