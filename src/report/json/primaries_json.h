// SPDX-License-Identifier: Apache-2.0
#pragma once
// The member "primaries" of a patient: each two tumors, by one rule set. Its names are a contract (docs/primaries.md).
#include <vector>

#include "base/json_writer.h"
#include "statement/primaries.h"

namespace restage::report {

void write_primaries(JsonWriter& json, const std::vector<statement::PrimaryPair>& pairs);

}  // namespace restage::report
