// SPDX-License-Identifier: Apache-2.0
#include "core/missing_words.h"

#include <set>
#include <string>

#include "base/text.h"
#include "base/tsv.h"

extern "C" const char restage_missing_words_begin[];
extern "C" const char restage_missing_words_end[];

namespace restage {

bool is_missing_word(std::string_view cell) {
  static const std::set<std::string, std::less<>> words = [] {
    std::set<std::string, std::less<>> result;
    const std::string_view table(restage_missing_words_begin,
                                 static_cast<std::size_t>(restage_missing_words_end - restage_missing_words_begin));
    for (const TsvLine& line : read_tsv(table).lines) result.emplace(line.cells[0]);
    return result;
  }();
  std::string_view word = text::trim(cell);
  if (word.starts_with('\'')) word = text::trim(word.substr(1));
  return words.contains(text::to_lower(word));
}

}  // namespace restage
