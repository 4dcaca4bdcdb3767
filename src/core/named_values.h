// SPDX-License-Identifier: Apache-2.0
#pragma once
// NamedValues: names with values, as given and in the order given: what a source or a choice says beyond the common
// fields. A name may stand twice; the first value that is not empty is found. Pure functions.
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace restage {

using NamedValues = std::vector<std::pair<std::string, std::string>>;

/// The value of a name, compared without case, blanks, '-' and '_'; nullptr when it is not given or empty.
const std::string* find_value(const NamedValues& values, std::string_view name) noexcept;
/// True if the names are the same but for case, blanks, '-' and '_'.
bool same_name(std::string_view left, std::string_view right) noexcept;

}  // namespace restage
