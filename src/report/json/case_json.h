// SPDX-License-Identifier: Apache-2.0
#pragma once
// One staged case as one line of JSON.
#include <string>

#include "statement/staged_case.h"

namespace restage::report {

/// Appends the object and a line end.
void append_case_json(std::string& out, const statement::StagedCase& staged);

}  // namespace restage::report
