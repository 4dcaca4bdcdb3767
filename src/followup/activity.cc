// SPDX-License-Identifier: Apache-2.0
#include "followup/activity.h"

#include <algorithm>
#include <utility>

#include "base/text.h"
#include "base/tsv.h"

extern "C" const char restage_followup_activities_begin[];
extern "C" const char restage_followup_activities_end[];

namespace restage::followup {
namespace {

struct Word {
  std::string text;
  bool goes_on = false;
  std::uint8_t meaning = 0;
};

struct Table {
  std::vector<std::string> tests, regions;
  std::vector<Word> test_words, region_words;
  std::vector<std::pair<std::string, std::string>> owners;
  std::vector<Word> severities;
};

std::uint8_t place_of(std::vector<std::string>& names, std::string_view name) {
  const auto found = std::find(names.begin(), names.end(), name);
  if (found != names.end()) return static_cast<std::uint8_t>(found - names.begin());
  names.emplace_back(name);
  return static_cast<std::uint8_t>(names.size() - 1);
}

void add_words(std::vector<Word>& words, std::string_view list, std::uint8_t meaning) {
  for (std::string_view word : text::split(list, ';')) {
    const bool goes_on = word.ends_with('*');
    if (goes_on) word.remove_suffix(1);
    words.push_back({std::string(word), goes_on, meaning});
  }
}

const Table& table() {
  static const Table read = [] {
    Table result;
    const std::string_view all(
        restage_followup_activities_begin,
        static_cast<std::size_t>(restage_followup_activities_end - restage_followup_activities_begin));
    for (const TsvLine& line : read_tsv(all).lines) {
      if (line.cells.size() < 3) continue;
      if (line.cells[0] == "owner")
        result.owners.emplace_back(line.cells[1], line.cells[2]);
      else if (line.cells[0] == "severity")
        add_words(result.severities, line.cells[2], static_cast<std::uint8_t>(line.cells[1].front() - '0'));
      else if (line.cells[0] == "region")
        add_words(result.region_words, line.cells[2], place_of(result.regions, line.cells[1]));
      else
        add_words(result.test_words, line.cells[2], place_of(result.tests, line.cells[1]));
    }
    return result;
  }();
  return read;
}

bool is_word_character(char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'); }

bool stands_at(std::string_view text, std::size_t at, const Word& word) {
  if (text.compare(at, word.text.size(), word.text) != 0) return false;
  const std::size_t end = at + word.text.size();
  return word.goes_on || end == text.size() || !is_word_character(text[end]);
}

}  // namespace

Activity activity_of(std::string_view text) {
  const std::string small = text::to_lower(text);
  Activity activity;
  std::size_t behind = 0;  // the end of the last test named: words inside it name no other
  for (std::size_t at = 0; at < small.size(); ++at) {
    if (!is_word_character(small[at]) || (at > 0 && is_word_character(small[at - 1]))) continue;
    for (const Word& word : table().region_words)
      if (stands_at(small, at, word)) activity.regions |= std::uint32_t{1} << word.meaning;
    if (at < behind) continue;
    const Word* longest = nullptr;
    for (const Word& word : table().test_words)
      if (stands_at(small, at, word) && (longest == nullptr || word.text.size() > longest->text.size()))
        longest = &word;
    if (longest == nullptr) continue;
    behind = at + longest->text.size();
    if (std::find(activity.tests.begin(), activity.tests.end(), longest->meaning) == activity.tests.end())
      activity.tests.push_back(longest->meaning);
  }
  activity.any_of_tests = small.find(" or ") != std::string::npos;
  return activity;
}

bool is_done_by(const Activity& asked, const Activity& done) noexcept {
  if (asked.regions != 0 && done.regions != 0 && (asked.regions & done.regions) == 0) return false;
  const std::size_t counted = asked.any_of_tests ? asked.tests.size() : std::min<std::size_t>(1, asked.tests.size());
  return std::any_of(
      asked.tests.begin(), asked.tests.begin() + static_cast<std::ptrdiff_t>(counted),
      [&](std::uint8_t test) { return std::find(done.tests.begin(), done.tests.end(), test) != done.tests.end(); });
}

std::string_view main_test(const Activity& activity) {
  return activity.tests.empty() ? std::string_view{} : table().tests[activity.tests.front()];
}

std::string_view owner_of(std::string_view kind) {
  for (const auto& [name, owner] : table().owners)
    if (name == kind) return owner;
  return {};
}

int severity_of(std::string_view value) {
  const std::string small = text::to_lower(value);
  const Word* longest = nullptr;
  for (const Word& word : table().severities)
    if ((word.goes_on ? small.starts_with(word.text) : small == word.text) &&
        (longest == nullptr || word.text.size() > longest->text.size()))
      longest = &word;
  return longest == nullptr ? 0 : longest->meaning;
}

}  // namespace restage::followup
