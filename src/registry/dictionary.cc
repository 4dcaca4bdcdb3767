// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <cstring>

#include "registry/program.h"

namespace restage::registry {

Dictionary::Dictionary() : texts_(3), digits_(1110, kNotInterned), words_(1024) {}

// A word that is never 0: up to seven bytes, the length in the eighth.
std::uint64_t Dictionary::word_of(std::string_view text) noexcept {
  const std::size_t size = text.size();
  const char* data = text.data();
  std::uint64_t word = 0;
  if (size >= 4) {
    std::uint32_t head = 0;
    std::uint32_t tail = 0;
    std::memcpy(&head, data, 4);
    std::memcpy(&tail, data + size - 4, 4);
    word = head | std::uint64_t{tail} << ((size - 4) * 8);
  } else if (size > 0) {
    word = static_cast<unsigned char>(data[0]) | std::uint64_t{static_cast<unsigned char>(data[size / 2])} << (size / 2 * 8) |
           std::uint64_t{static_cast<unsigned char>(data[size - 1])} << ((size - 1) * 8);
  }
  return word | std::uint64_t{size + 1} << 56;
}

namespace {

std::size_t place_of(std::uint64_t word, std::size_t mask) noexcept {
  return static_cast<std::size_t>((word * 0x9E37'79B9'7F4A'7C15ULL) >> 40) & mask;
}

}  // namespace

ValueId Dictionary::find_word(std::string_view text) const noexcept {
  if (text.size() > 7) {
    const auto found = long_texts_.find(std::string(text));
    return found == long_texts_.end() ? kNotInterned : found->second;
  }
  const std::uint64_t word = word_of(text);
  const std::size_t mask = words_.size() - 1;
  for (std::size_t at = place_of(word, mask);; at = (at + 1) & mask) {
    if (words_[at].word == word) return words_[at].id;
    if (words_[at].word == 0) return kNotInterned;
  }
}

ValueId Dictionary::intern(std::string_view text) {
  const ValueId known = find(text);
  if (known != kNotInterned) return known;
  if (texts_.size() >= kMaxValues) return kNotInterned;
  const auto id = static_cast<ValueId>(texts_.size());
  texts_.emplace_back(text);
  if (text.size() <= 3 && std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; })) {
    std::size_t number = 0;
    for (const char c : text) number = number * 10 + static_cast<std::size_t>(c - '0');
    const std::size_t offset = text.size() == 3 ? 0 : text.size() == 2 ? 1000 : 1100;
    digits_[offset + number] = id;
    return id;
  }
  if (text.size() > 7) {
    long_texts_.emplace(text, id);
    return id;
  }
  if (++filled_ * 2 > words_.size()) {
    const std::vector<Word> words = std::move(words_);
    words_.assign(words.size() * 2, {});
    for (const Word& word : words)
      if (word.word != 0) place(word);
  }
  place({word_of(text), id});
  return id;
}

void Dictionary::place(Word word) {
  const std::size_t mask = words_.size() - 1;
  std::size_t at = place_of(word.word, mask);
  while (words_[at].word != 0) at = (at + 1) & mask;
  words_[at] = word;
}

}  // namespace restage::registry
