// SPDX-License-Identifier: Apache-2.0
#pragma once
// What is said of a suspicion, once for every output. Pure functions.
#include <string_view>

#include "statement/suspicion.h"

namespace restage::report {

/// "Now", "Today" ... : the level as people say it.
std::string_view urgency_text(statement::Urgency level) noexcept;
/// What follows from the level alone, a sentence.
std::string_view action_text(statement::Urgency level) noexcept;

}  // namespace restage::report
