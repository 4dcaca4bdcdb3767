// SPDX-License-Identifier: Apache-2.0
#include "course/terms.h"

#include <unordered_map>

#include "base/text.h"
#include "base/tsv.h"
#include "core/spelling.h"

extern "C" const char restage_course_terms_begin[];
extern "C" const char restage_course_terms_end[];

namespace restage::course {
namespace {

std::string key_of(std::string_view topic, std::string_view words) {
  std::string key(topic);
  return key.append("\t").append(words);
}

const std::unordered_map<std::string, std::string>& terms() {
  static const std::unordered_map<std::string, std::string> table = [] {
    std::unordered_map<std::string, std::string> result;
    const std::string_view text(restage_course_terms_begin,
                                static_cast<std::size_t>(restage_course_terms_end - restage_course_terms_begin));
    for (const TsvLine& line : read_tsv(text).lines)
      if (line.cells.size() > 2)
        result.emplace(key_of(line.cells[0], plain_words(line.cells[1])), plain_words(line.cells[2]));
    return result;
  }();
  return table;
}

}  // namespace

std::string plain_words(std::string_view text, bool keep_star) {
  std::string result;
  result.reserve(text.size());
  for (const char c : american_spelling(text)) {
    const char small = text::lower(c);
    const bool in_word = text::is_lower(small) || text::is_digit(small) || static_cast<unsigned char>(small) >= 0x80;
    if (c == '<' || c == '>') {  // words of their own: "< 1 mm" is not "> 1 mm"
      if (!result.empty() && result.back() != ' ') result.push_back(' ');
      result.append({c, ' '});
    } else if (in_word)
      result.push_back(small);
    else if (!result.empty() && result.back() != ' ')
      result.push_back(' ');
  }
  if (!result.empty() && result.back() == ' ') result.pop_back();
  if (keep_star && text.ends_with('*')) result.push_back('*');
  return result;
}

std::string term_of(std::string_view topic, std::string_view text) {
  std::string words = plain_words(text, true);
  const auto found = terms().find(key_of(topic, words));
  return found == terms().end() ? words : found->second;
}

bool has_phrase(std::string_view text, std::string_view phrase) noexcept {
  const bool open = phrase.ends_with('*');
  if (open) phrase.remove_suffix(1);
  for (std::size_t at = text.find(phrase); at != std::string_view::npos; at = text.find(phrase, at + 1)) {
    const auto is_edge = [&](std::size_t place) { return text[place] == ' ' || text[place] == '\n'; };
    const bool begins = at == 0 || is_edge(at - 1);
    const std::size_t end = at + phrase.size();
    if (begins && (open || end == text.size() || is_edge(end))) return true;
  }
  return false;
}

bool is_phrase(std::string_view text, std::string_view phrase) noexcept {
  if (!phrase.ends_with('*')) return text == phrase;
  phrase.remove_suffix(1);
  return text.starts_with(phrase);
}

}  // namespace restage::course
