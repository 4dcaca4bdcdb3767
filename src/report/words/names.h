// SPDX-License-Identifier: Apache-2.0
#pragma once
// How names of inputs and analytes are said: a table beside this file (names.tsv), read once. Pure, thread-safe.
#include <string>
#include <string_view>

namespace restage::report {

/// An input in words: "her2" is HER2, "size_mm" is "size in mm".
std::string input_words(std::string_view name);
/// Whether a laboratory value is drawn over time, and how it is then named.
bool is_marker(std::string_view analyte);
std::string marker_words(std::string_view analyte);

}  // namespace restage::report
