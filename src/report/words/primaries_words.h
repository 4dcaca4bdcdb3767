// SPDX-License-Identifier: Apache-2.0
#pragma once
// Why two tumors are one primary, or two, or why it is open: one line without a full stop.
#include <string>

#include "statement/primaries.h"

namespace restage::report {

std::string primaries_reason(const statement::PrimaryPair& pair);

}  // namespace restage::report
