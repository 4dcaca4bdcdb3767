// SPDX-License-Identifier: Apache-2.0
#include <cstring>

#include "registry/program.h"

namespace restage::registry {

Dictionary::Dictionary() : texts_(3), words_(1024), ids_(1024) {}

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

ValueId Dictionary::find(std::string_view text) const noexcept {
  if (text.empty()) return kBlank;
  if (text.size() > 7) {
    const auto found = long_texts_.find(std::string(text));
    return found == long_texts_.end() ? kNotInterned : found->second;
  }
  const std::uint64_t word = word_of(text);
  const std::size_t mask = words_.size() - 1;
  for (std::size_t place = place_of(word, mask);; place = (place + 1) & mask) {
    if (words_[place] == word) return ids_[place];
    if (words_[place] == 0) return kNotInterned;
  }
}

ValueId Dictionary::intern(std::string_view text) {
  const ValueId known = find(text);
  if (known != kNotInterned) return known;
  if (texts_.size() >= kMaxValues) return kNotInterned;
  const auto id = static_cast<ValueId>(texts_.size());
  texts_.emplace_back(text);
  if (text.size() > 7) {
    long_texts_.emplace(text, id);
    return id;
  }
  if (++filled_ * 4 > words_.size()) grow();
  const std::uint64_t word = word_of(text);
  const std::size_t mask = words_.size() - 1;
  std::size_t place = place_of(word, mask);
  while (words_[place] != 0) place = (place + 1) & mask;
  words_[place] = word;
  ids_[place] = id;
  return id;
}

void Dictionary::grow() {
  const std::vector<std::uint64_t> words = std::move(words_);
  const std::vector<ValueId> ids = std::move(ids_);
  words_.assign(words.size() * 2, 0);
  ids_.assign(words.size() * 2, 0);
  const std::size_t mask = words_.size() - 1;
  for (std::size_t i = 0; i < words.size(); ++i) {
    if (words[i] == 0) continue;
    std::size_t place = place_of(words[i], mask);
    while (words_[place] != 0) place = (place + 1) & mask;
    words_[place] = words[i];
    ids_[place] = ids[i];
  }
}

}  // namespace restage::registry
