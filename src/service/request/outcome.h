// SPDX-License-Identifier: Apache-2.0
#pragma once
// How a question ended when it could be answered: everything done, or some of the input refused and the rest complete.
// A question that cannot be answered at all is an Error instead. Plain values.
#include <vector>

#include "core/data_issue.h"

namespace restage::service {

enum class Status {
  Done,
  DoneWithRefusals,  ///< some inputs were refused or carry errors; every refusal is reported
};

/// Is one of them an error?
bool holds_error(const std::vector<DataIssue>& issues);

}  // namespace restage::service
