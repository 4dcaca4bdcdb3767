// SPDX-License-Identifier: Apache-2.0
#pragma once
// TextIndex: short texts to numbers, for the cells of one column that come again and again.
//
// Texts of up to 32 bytes live in the slots and are compared as words; longer ones go to a map. When it grows past its
// bound the caller starts it anew, so that a column of a million different texts costs no memory. Not thread-safe.
#include <array>
#include <cstdint>
#include <cstring>
#include <deque>
#include <functional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace restage::staging {

class TextIndex {
 public:
  static constexpr std::size_t kMaxInline = 32;
  static constexpr std::uint32_t kAbsent = 0xFFFF'FFFF;

  std::uint32_t find(std::string_view text) const {
    if (text.size() > kMaxInline) {
      const auto found = long_.find(text);
      return found == long_.end() ? kAbsent : found->second;
    }
    const Key key = key_of(text);
    for (std::size_t at = slot_of(key);; at = (at + 1) & (slots_.size() - 1)) {
      if (slots_[at].value == kAbsent) return kAbsent;
      if (slots_[at].key == key) return slots_[at].value;
    }
  }

  /// True at the bound: the caller clears the index and forgets the numbers it gave out.
  bool is_full() const noexcept { return count_ + long_.size() >= kBound; }
  void clear() {
    slots_.assign(kFirstSize, {});
    long_.clear();
    count_ = 0;
  }

  void insert(std::string_view text, std::uint32_t value) {
    if (text.size() > kMaxInline) {
      long_.emplace(text, value);
      return;
    }
    if (++count_ * 2 > slots_.size()) grow();
    place(key_of(text), value);
  }

 private:
  struct Key {
    std::array<std::uint64_t, 4> words{};
    std::uint32_t size = 0;
    friend bool operator==(const Key&, const Key&) = default;
  };
  struct Slot {
    Key key;
    std::uint32_t value = kAbsent;
  };
  struct Hash {
    using is_transparent = void;
    std::size_t operator()(std::string_view text) const noexcept { return std::hash<std::string_view>()(text); }
  };
  static constexpr std::size_t kFirstSize = 16;
  static constexpr std::size_t kBound = std::size_t{1} << 16;

  template <class Word>
  static Word load(const char* at) {
    Word word;
    std::memcpy(&word, at, sizeof word);
    return word;
  }

  /// The text by loads that overlap; together with its size they tell texts apart.
  static Key key_of(std::string_view text) {
    Key key;
    const std::size_t size = text.size();
    const char* const at = text.data();
    key.size = static_cast<std::uint32_t>(size);
    if (size > 16) {
      key.words = {load<std::uint64_t>(at), load<std::uint64_t>(at + 8), load<std::uint64_t>(at + size - 16), load<std::uint64_t>(at + size - 8)};
    } else if (size >= 8) {
      key.words[0] = load<std::uint64_t>(at);
      key.words[1] = load<std::uint64_t>(at + size - 8);
    } else if (size >= 4) {
      key.words[0] = load<std::uint32_t>(at) | static_cast<std::uint64_t>(load<std::uint32_t>(at + size - 4)) << 32;
    } else if (size > 0) {
      const auto byte = [at](std::size_t i) { return static_cast<std::uint64_t>(static_cast<unsigned char>(at[i])); };
      key.words[0] = byte(0) | byte(size / 2) << 8 | byte(size - 1) << 16;
    }
    return key;
  }
  std::size_t slot_of(const Key& key) const {
    std::uint64_t hash = key.size;
    for (const std::uint64_t word : key.words) hash = (hash ^ word) * 0x9E3779B97F4A7C15ull;
    return (hash ^ (hash >> 32)) & (slots_.size() - 1);
  }
  void place(const Key& key, std::uint32_t value) {
    std::size_t at = slot_of(key);
    while (slots_[at].value != kAbsent) at = (at + 1) & (slots_.size() - 1);
    slots_[at] = {key, value};
  }
  void grow() {
    std::vector<Slot> old(slots_.size() * 2);
    old.swap(slots_);
    for (const Slot& slot : old)
      if (slot.value != kAbsent) place(slot.key, slot.value);
  }

  std::vector<Slot> slots_ = std::vector<Slot>(kFirstSize);
  std::unordered_map<std::string, std::uint32_t, Hash, std::equal_to<>> long_;
  std::size_t count_ = 0;
};

/// The different texts of one column, numbered from 0 as they come.
class ColumnTexts {
 public:
  std::uint32_t number_of(std::string_view text) {
    const std::uint32_t known = index_.find(text);
    return known != TextIndex::kAbsent ? known : add(text);
  }
  const std::string& text(std::uint32_t number) const { return texts_[number]; }
  /// Between rows: a column of ever new texts starts anew, as a new generation of numbers.
  void renew_when_full() {
    if (!index_.is_full()) return;
    index_.clear();
    texts_.clear();
    ++generation_;
  }
  std::uint32_t generation() const noexcept { return generation_; }

 private:
  std::uint32_t add(std::string_view text) {
    const auto number = static_cast<std::uint32_t>(texts_.size());
    texts_.emplace_back(text);
    index_.insert(text, number);
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

}  // namespace restage::staging
