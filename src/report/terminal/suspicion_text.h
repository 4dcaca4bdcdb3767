// SPDX-License-Identifier: Apache-2.0
#pragma once
// What is suspected of one patient, for people: the answer in one line, then why, what settles it, what to ask.
#include <string>

#include "statement/suspicion.h"

namespace restage::report {

std::string suspicion_text(const statement::PatientSuspicion& patient, bool color);

}  // namespace restage::report
