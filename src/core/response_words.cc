// SPDX-License-Identifier: Apache-2.0
#include "core/response_words.h"

#include <string>
#include <unordered_map>
#include <utility>

#include "base/text.h"
#include "base/tsv.h"

extern "C" const char restage_response_words_begin[];
extern "C" const char restage_response_words_end[];

namespace restage {
namespace {

constexpr std::pair<std::string_view, ResponseMeaning> kMeanings[] = {
    {"complete", ResponseMeaning::Complete},       {"free", ResponseMeaning::Free},
    {"partial", ResponseMeaning::Partial},         {"minor", ResponseMeaning::Minor},
    {"less", ResponseMeaning::LessThanComplete},   {"stable", ResponseMeaning::Stable},
    {"progression", ResponseMeaning::Progression}, {"not-evaluable", ResponseMeaning::NotEvaluable}};

const std::unordered_map<std::string_view, ResponseMeaning>& phrases() {
  static const std::unordered_map<std::string_view, ResponseMeaning> table = [] {
    std::unordered_map<std::string_view, ResponseMeaning> result;
    const std::string_view text(restage_response_words_begin,
                                static_cast<std::size_t>(restage_response_words_end - restage_response_words_begin));
    for (const TsvLine& line : read_tsv(text).lines)
      for (const auto& [name, meaning] : kMeanings)
        if (line.cells.size() > 1 && line.cells[1] == name) result.emplace(line.cells[0], meaning);
    return result;
  }();
  return table;
}

/// Small letters; whatever stands between words becomes one space.
std::string plain(std::string_view words) {
  std::string result;
  for (const char c : words) {
    const char small = text::lower(c);
    const bool in_word = text::is_lower(small) || text::is_digit(small) || static_cast<unsigned char>(small) >= 0x80;
    if (in_word)
      result.push_back(small);
    else if (!result.empty() && result.back() != ' ')
      result.push_back(' ');
  }
  if (!result.empty() && result.back() == ' ') result.pop_back();
  return result;
}

}  // namespace

std::optional<ResponseMeaning> meaning_of_response(std::string_view words) {
  const auto found = phrases().find(plain(words));
  return found == phrases().end() ? std::nullopt : std::optional(found->second);
}

}  // namespace restage
