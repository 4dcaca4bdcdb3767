// SPDX-License-Identifier: Apache-2.0
#pragma once
// The readiness of one patient, for people: the state in one line, then what is missing, what is not needed, and each
// plan with its verdict.
#include <string>

#include "statement/readiness.h"

namespace restage::report {

std::string readiness_text(const statement::PatientReadiness& patient, bool color);

}  // namespace restage::report
