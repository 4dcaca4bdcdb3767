// SPDX-License-Identifier: Apache-2.0
#pragma once
// A study or a circumstance in one line: "vital sign: temperature c, 38.1". Pure function.
#include <string>

#include "core/fact.h"

namespace restage::report {

/// Empty for facts that are neither a study nor a circumstance.
std::string circumstance_text(const Payload& payload);

}  // namespace restage::report
