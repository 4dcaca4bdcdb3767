// SPDX-License-Identifier: Apache-2.0
#include "service/request/outcome.h"

#include <algorithm>

namespace restage::service {

bool holds_error(const std::vector<DataIssue>& issues) {
  return std::any_of(issues.begin(), issues.end(),
                     [](const DataIssue& issue) { return issue.severity == Severity::Error; });
}

}  // namespace restage::service
