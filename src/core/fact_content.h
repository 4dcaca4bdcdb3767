// SPDX-License-Identifier: Apache-2.0
#pragma once
// What a fact says, as one text: equal texts mean equal facts, whichever file or order they came from. The
// source file is left out, so the same record sent twice is one fact.
#include <string>

#include "core/fact.h"

namespace restage {

/// Dates, tumor, record and payload; neither the id nor the source file.
std::string content_of(const Fact& fact);

}  // namespace restage
