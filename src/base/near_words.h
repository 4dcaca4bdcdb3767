// SPDX-License-Identifier: Apache-2.0
#pragma once
// "Did you mean": the words of a list that come nearest to what somebody wrote. The one measure for commands, options,
// columns, keys and site names. Pure functions of ASCII text, letters compared without case.
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace restage::text {

/// Letters to insert, remove, replace or swap with their neighbor to turn one text into the other.
std::size_t edit_distance(std::string_view left, std::string_view right);

/// At most three words within a third of the letters written (one at least), the nearest first; where there are none,
/// words that begin with, hold or are held by what was written. Words of one distance stay in the order of the list.
std::vector<std::string> near_words(std::string_view written, const std::vector<std::string>& words);

/// "did you mean lung?", "did you mean er, pr or her2?"; where nothing is near, what to do otherwise.
std::string did_you_mean(std::string_view written, const std::vector<std::string>& words, std::string_view otherwise);

}  // namespace restage::text
