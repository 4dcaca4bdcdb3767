// SPDX-License-Identifier: Apache-2.0
#pragma once
// TextIndex: short texts to numbers, for the cells of one column that come again and again.
//
// Texts of up to 7 bytes, which most are, stand in one word; those of up to 32 in four; longer ones go to a map. When
// it grows past its bound the caller starts it anew, so that a column of a million different texts costs no memory. Not
// thread-safe.
#include <array>
#include <cstdint>
#include <cstring>
#include <deque>
#include <functional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "base/filled_cell.h"
#include "base/open_table.h"

namespace restage::cases {

/// A text of 8 to 32 bytes.
struct TextWords {
  std::array<std::uint64_t, 4> words{};
  std::uint32_t size = 0;
  friend bool operator==(const TextWords&, const TextWords&) = default;
};

struct ByTextWord {
  static constexpr std::uint64_t kFree = 0;
  std::size_t hash(std::uint64_t word) const noexcept { return word * 0x9E3779B97F4A7C15 >> 32; }
  bool equal(std::uint64_t a, std::uint64_t b) const noexcept { return a == b; }
};
struct ByTextWords {
  static constexpr TextWords kFree{};
  std::size_t hash(const TextWords& key) const noexcept {
    const std::uint64_t low = (key.words[0] ^ key.size) * 0x9E3779B97F4A7C15 + key.words[1],
                        high = key.words[2] * 0xD6E8FEB86659FD93 + key.words[3];
    return (low ^ (high << 31 | high >> 33)) * 0x9E3779B97F4A7C15 >> 32;
  }
  bool equal(const TextWords& a, const TextWords& b) const noexcept { return a == b; }
};

class TextIndex {
 public:
  static constexpr std::uint32_t kAbsent = 0xFFFF'FFFF;

  /// A text with its word.
  std::uint32_t find(std::string_view text, std::uint64_t word) const {
    if (word != 0) return number_in(short_.find(word));
    if (is_middle(text)) return number_in(middle_.find(words_of(text)));
    const auto found = long_.find(text);
    return found == long_.end() ? kAbsent : found->second;
  }
  void insert(std::string_view text, std::uint64_t word, std::uint32_t value) {
    if (word != 0)
      short_[word] = value;
    else if (is_middle(text))
      middle_[words_of(text)] = value;
    else
      long_.emplace(text, value);
  }
  /// True at the bound: the caller starts anew and forgets the numbers it gave out.
  bool is_full() const noexcept { return short_.size() + middle_.size() + long_.size() >= kBound; }

 private:
  static constexpr std::size_t kMaxMiddle = 32;
  static constexpr std::size_t kBound = std::size_t{1} << 16;
  struct TextHash {
    using is_transparent = void;
    std::size_t operator()(std::string_view text) const noexcept { return std::hash<std::string_view>()(text); }
  };

  static std::uint32_t number_in(const std::uint32_t* found) { return found == nullptr ? kAbsent : *found; }
  static bool is_middle(std::string_view text) {
    return text.size() > FilledCell::kMaxWord && text.size() <= kMaxMiddle;
  }
  template <class Word>
  static std::uint64_t load(const char* at) {
    Word word;
    std::memcpy(&word, at, sizeof word);
    return word;
  }
  /// Bytes by loads that overlap, and the size, which together tell texts apart.
  static TextWords words_of(std::string_view text) {  // 8 bytes or more
    TextWords key;
    const std::size_t size = text.size();
    const char* const at = text.data();
    key.size = static_cast<std::uint32_t>(size);
    key.words[0] = load<std::uint64_t>(at);
    key.words[1] = load<std::uint64_t>(at + size - 8);
    if (size > 16) {
      key.words[2] = load<std::uint64_t>(at + 8);
      key.words[3] = load<std::uint64_t>(at + size - 16);
    }
    return key;
  }

  OpenTable<std::uint64_t, std::uint32_t, ByTextWord> short_;
  OpenTable<TextWords, std::uint32_t, ByTextWords> middle_;
  std::unordered_map<std::string, std::uint32_t, TextHash, std::equal_to<>> long_;
};

/// The different texts of one column, numbered from 0 as they come.
class ColumnTexts {
 public:
  std::uint32_t number_of(const FilledCell& cell) {
    const std::uint32_t known = index_.find(cell.text, cell.word);
    return known != TextIndex::kAbsent ? known : add(cell);
  }
  const std::string& text(std::uint32_t number) const { return texts_[number]; }
  /// Between rows: a column of ever new texts starts anew, as a new generation of numbers.
  void renew_when_full() {
    if (!index_.is_full()) return;
    index_ = {};
    texts_.clear();
    ++generation_;
  }
  std::uint32_t generation() const noexcept { return generation_; }

 private:
  std::uint32_t add(const FilledCell& cell) {
    const auto number = static_cast<std::uint32_t>(texts_.size());
    texts_.emplace_back(cell.text);
    index_.insert(cell.text, cell.word, number);
    return number;
  }

  TextIndex index_;
  std::deque<std::string> texts_;
  std::uint32_t generation_ = 0;
};

/// A cell that is not empty: its column and the number of its text there.
struct CellNumber {
  std::uint32_t column = 0;
  std::uint32_t text = 0;
};

}  // namespace restage::cases
