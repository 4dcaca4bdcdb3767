// SPDX-License-Identifier: Apache-2.0
#include "core/data_issue.h"

namespace restage {
namespace {

struct Entry {
  std::string_view spelling;
  Severity severity;
  std::string_view meaning;
};

constexpr Entry kCatalogue[] = {
#define RESTAGE_ISSUE(name, spelling, severity, meaning) {spelling, Severity::severity, meaning},
#include "core/data_issue.def"
#undef RESTAGE_ISSUE
};

const Entry& entry(IssueCode code) noexcept { return kCatalogue[static_cast<std::size_t>(code)]; }

}  // namespace

std::string_view to_string(Severity severity) noexcept {
  switch (severity) {
    case Severity::Information:
      return "information";
    case Severity::Warning:
      return "warning";
    case Severity::Error:
      return "error";
  }
  return "error";
}

std::string_view to_string(IssueCode code) noexcept { return entry(code).spelling; }
std::string_view meaning_of(IssueCode code) noexcept { return entry(code).meaning; }
Severity severity_of(IssueCode code) noexcept { return entry(code).severity; }

const std::vector<IssueCode>& all_issue_codes() {
  static const std::vector<IssueCode> codes = {
#define RESTAGE_ISSUE(name, spelling, severity, meaning) IssueCode::name,
#include "core/data_issue.def"
#undef RESTAGE_ISSUE
  };
  return codes;
}

DataIssue make_issue(IssueCode code, std::string path, std::string message, std::string remedy) {
  return {code, severity_of(code), std::move(path), std::move(message), std::move(remedy)};
}

}  // namespace restage
