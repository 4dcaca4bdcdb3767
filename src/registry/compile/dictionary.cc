// SPDX-License-Identifier: Apache-2.0
#include "registry/compile/dictionary.h"

#include <algorithm>
#include <cstring>

#include "registry/archive/cell.h"

namespace restage::registry {

Dictionary::Dictionary()
    : texts_(3), singles_(256, kNotInterned), pairs_(65'536, kNotInterned), digits_(4'096, kNotInterned) {
  words_.start(512);
  for (std::size_t size = 1; size <= kAfterSpaces - kFirstSpaces; ++size) intern(std::string(size, ' '));
}

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
    word = static_cast<unsigned char>(data[0]) |
           std::uint64_t{static_cast<unsigned char>(data[size / 2])} << (size / 2 * 8) |
           std::uint64_t{static_cast<unsigned char>(data[size - 1])} << ((size - 1) * 8);
  }
  return word | std::uint64_t{size + 1} << 56;
}

namespace {

bool is_untidy(std::string_view text) noexcept { return trim_controls(text).size() != text.size(); }

}  // namespace

ValueId Dictionary::find_word(std::string_view text) const noexcept {
  if (text.size() > 7) {
    const auto found = other_texts_.find(std::string(text));
    return found == other_texts_.end() || is_untidy(text) ? kNotInterned : found->second;
  }
  const ValueId* const found = words_.find(word_of(text));
  return found == nullptr ? kNotInterned : *found;
}

ValueId Dictionary::intern(std::string_view text) {
  // Texts of blanks alone are the first ones to come, and the only ones with outer blanks that find() knows.
  const bool is_found_quickly = !is_untidy(text) || texts_.size() < kAfterSpaces;
  const ValueId known = find(text);
  if (known != kNotInterned) return known;
  if (const auto found = other_texts_.find(std::string(text)); found != other_texts_.end()) return found->second;
  if (texts_.size() >= kMaxValues) return kNotInterned;
  const auto id = static_cast<ValueId>(texts_.size());
  texts_.emplace_back(text);
  if (text.size() > 7 || !is_found_quickly) {
    other_texts_.emplace(text, id);
  } else if (text.size() == 1) {
    singles_[byte(text[0])] = id;
  } else if (text.size() == 2) {
    pairs_[byte(text[0]) | byte(text[1]) << 8] = id;
  } else if (text.size() == 3 && std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; })) {
    digits_[(byte(text[0]) & 0xF) | (byte(text[1]) & 0xF) << 4 | (byte(text[2]) & 0xF) << 8] = id;
  } else {
    words_[word_of(text)] = id;
  }
  return id;
}

}  // namespace restage::registry
