// SPDX-License-Identifier: Apache-2.0
#pragma once
// Words that stand for a missing value in cells, by missing_words.tsv. Pure.
#include <string_view>

namespace restage {

/// In any letter case, with blanks around it and an apostrophe before it. An empty text is no word.
bool is_missing_word(std::string_view cell);

}  // namespace restage
