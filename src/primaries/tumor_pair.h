// SPDX-License-Identifier: Apache-2.0
#pragma once
// What is compared of two tumors before any rule is asked: the inputs of the packs primaries-*. What the fields given
// cannot say is left out, and so unknown. Pure and thread-safe.
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/course.h"

namespace restage::primaries {

enum class Gap { Shortest, Longest };

/// Name and text of each input that is known. The gap between two dates known to the month or year is taken at one
/// end. first: the earlier diagnosis.
std::vector<std::pair<std::string_view, std::string>> compared(const Tumor& first, const Tumor& second, Gap gap);

}  // namespace restage::primaries
