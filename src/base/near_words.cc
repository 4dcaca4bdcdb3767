// SPDX-License-Identifier: Apache-2.0
#include "base/near_words.h"

#include <algorithm>
#include <utility>

#include "base/text.h"

namespace restage::text {
namespace {

constexpr std::size_t kOffered = 3;
constexpr std::size_t kShortestPart = 3;
/// Nobody mistypes a word of this length into another; longer texts are not compared.
constexpr std::size_t kLongest = 64;

}  // namespace

std::size_t edit_distance(std::string_view left, std::string_view right) {
  std::vector<std::size_t> before(right.size() + 1), last(right.size() + 1), row(right.size() + 1);
  for (std::size_t k = 0; k <= right.size(); ++k) last[k] = k;
  for (std::size_t i = 1; i <= left.size(); ++i) {
    row[0] = i;
    for (std::size_t k = 1; k <= right.size(); ++k) {
      const bool same = lower(left[i - 1]) == lower(right[k - 1]);
      row[k] = std::min({last[k] + 1, row[k - 1] + 1, last[k - 1] + (same ? 0 : 1)});
      if (i > 1 && k > 1 && lower(left[i - 1]) == lower(right[k - 2]) && lower(left[i - 2]) == lower(right[k - 1]))
        row[k] = std::min(row[k], before[k - 2] + 1);
    }
    before.swap(last);
    last.swap(row);
  }
  return last[right.size()];
}

std::vector<std::string> near_words(std::string_view written, const std::vector<std::string>& words) {
  std::vector<std::pair<std::size_t, std::string>> near;
  if (written.empty() || written.size() > kLongest) return {};
  // One of the words as it stands is no slip.
  if (std::find(words.begin(), words.end(), written) != words.end()) return {};
  const std::size_t limit = std::max<std::size_t>(1, written.size() / 3);
  for (const std::string& word : words) {
    if (word.size() > written.size() + limit || word.size() + limit < written.size()) continue;
    if (const std::size_t distance = edit_distance(written, word); distance <= limit) near.emplace_back(distance, word);
  }
  if (near.empty() && written.size() >= kShortestPart)
    for (const std::string& word : words)
      if (contains_ignoring_case(word, written) ||
          (word.size() >= kShortestPart && contains_ignoring_case(written, word)))
        near.emplace_back(word.size() > written.size() ? word.size() - written.size() : written.size() - word.size(),
                          word);
  std::stable_sort(near.begin(), near.end(), [](const auto& a, const auto& b) { return a.first < b.first; });
  std::vector<std::string> offered;
  for (auto& [distance, word] : near) {
    if (offered.size() == kOffered) break;
    offered.push_back(std::move(word));
  }
  return offered;
}

std::string did_you_mean(std::string_view written, const std::vector<std::string>& words, std::string_view otherwise) {
  const std::vector<std::string> near = near_words(written, words);
  if (near.empty()) return std::string(otherwise);
  std::string list = near.front();
  for (std::size_t i = 1; i < near.size(); ++i) list += (i + 1 == near.size() ? " or " : ", ") + near[i];
  return "did you mean " + list + "?";
}

}  // namespace restage::text
