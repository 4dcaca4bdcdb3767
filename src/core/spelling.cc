// SPDX-License-Identifier: Apache-2.0
#include "core/spelling.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "base/text.h"
#include "base/tsv.h"

extern "C" const char restage_spellings_begin[];
extern "C" const char restage_spellings_end[];

namespace restage {
namespace {

using Spelling = std::pair<std::string_view, std::string_view>;

const std::vector<Spelling>& spellings() {
  static const std::vector<Spelling> table = [] {
    std::vector<Spelling> result;
    const std::string_view text(restage_spellings_begin,
                                static_cast<std::size_t>(restage_spellings_end - restage_spellings_begin));
    for (const TsvLine& line : read_tsv(text).lines)
      if (line.cells.size() > 1) result.emplace_back(line.cells[0], line.cells[1]);
    return result;
  }();
  return table;
}

void replace_all(std::string& words, const Spelling& spelling) {
  const auto& [british, american] = spelling;
  const auto same = [](char left, char right) { return text::lower(left) == right; };
  for (std::size_t at = 0;;) {
    const auto found =
        std::search(words.begin() + static_cast<std::ptrdiff_t>(at), words.end(), british.begin(), british.end(), same);
    if (found == words.end()) return;
    at = static_cast<std::size_t>(found - words.begin());
    const bool capital = *found != text::lower(*found);
    words.replace(at, british.size(), american);
    if (capital) words[at] = text::upper(words[at]);
    at += american.size();
  }
}

}  // namespace

std::string american_spelling(std::string_view words) {
  std::string result(words);
  for (const Spelling& spelling : spellings()) replace_all(result, spelling);
  return result;
}

}  // namespace restage
