// SPDX-License-Identifier: Apache-2.0
#include "core/spelling.h"

#include <array>
#include <utility>
#include <vector>

#include "base/text.h"
#include "base/tsv.h"

extern "C" const char restage_spellings_begin[];
extern "C" const char restage_spellings_end[];

namespace restage {
namespace {

using Spelling = std::pair<std::string_view, std::string_view>;
/// By their first letter: few stand under each, so that one walk over the words is enough.
using Spellings = std::array<std::vector<Spelling>, 26>;

const Spellings& spellings() {
  static const Spellings table = [] {
    Spellings result;
    const std::string_view text(restage_spellings_begin,
                                static_cast<std::size_t>(restage_spellings_end - restage_spellings_begin));
    for (const TsvLine& line : read_tsv(text).lines)
      if (line.cells.size() > 1 && text::is_lower(line.cells[0].front()))
        result[static_cast<std::size_t>(line.cells[0].front() - 'a')].emplace_back(line.cells[0], line.cells[1]);
    return result;
  }();
  return table;
}

const Spelling* spelling_at(std::string_view words) {
  const char first = text::lower(words.front());
  if (!text::is_lower(first)) return nullptr;
  for (const Spelling& each : spellings()[static_cast<std::size_t>(first - 'a')])
    if (text::equal_ignoring_case(words.substr(0, each.first.size()), each.first)) return &each;
  return nullptr;
}

}  // namespace

std::string american_spelling(std::string_view words) {
  std::string result;
  result.reserve(words.size());
  while (!words.empty()) {
    if (const Spelling* spelling = spelling_at(words)) {
      const auto& [british, american] = *spelling;
      result.push_back(text::is_upper(words.front()) ? text::upper(american.front()) : american.front());
      result.append(american.substr(1));
      words.remove_prefix(british.size());
    } else {
      result.push_back(words.front());
      words.remove_prefix(1);
    }
  }
  return result;
}

}  // namespace restage
