// SPDX-License-Identifier: Apache-2.0
#pragma once
// TextIndex: short texts to numbers, for the cells of one column that come again and again.
//
// Texts of up to 8 * kWords - 1 bytes live in the slots and are compared as words; longer ones go to a map. When it
// grows past its bound it starts anew, so that a column of a million different texts costs no memory.
// Not thread-safe.
#include <array>
#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace restage::staging {

template <std::size_t kWords>
class TextIndex {
 public:
  static constexpr std::size_t kMaxInline = 8 * kWords - 1;
  static constexpr std::uint32_t kAbsent = 0xFFFF'FFFF;

  std::uint32_t find(std::string_view text) const {
    if (text.size() > kMaxInline) {
      const auto found = long_.find(std::string(text));
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
  using Key = std::array<std::uint64_t, kWords>;
  struct Slot {
    Key key{};
    std::uint32_t value = kAbsent;
  };
  static constexpr std::size_t kFirstSize = 16;
  static constexpr std::size_t kBound = std::size_t{1} << 16;

  static Key key_of(std::string_view text) {
    Key key{};
    const std::size_t size = text.size();
    const char* const at = text.data();
    // Short texts by two loads that overlap; with the length they are told apart.
    if (size >= 8) {
      std::memcpy(key.data(), at, size);
    } else if (size >= 4) {
      std::uint32_t low, high;
      std::memcpy(&low, at, 4);
      std::memcpy(&high, at + size - 4, 4);
      key[0] = low | std::uint64_t{high} << 32;
    } else if (size > 0) {
      key[0] = static_cast<unsigned char>(at[0]) | static_cast<std::uint64_t>(static_cast<unsigned char>(at[size / 2])) << 8 |
               static_cast<std::uint64_t>(static_cast<unsigned char>(at[size - 1])) << 16;
    }
    key[kWords - 1] |= static_cast<std::uint64_t>(size) << 56;
    return key;
  }
  std::size_t slot_of(const Key& key) const {
    std::uint64_t hash = 0;
    for (const std::uint64_t word : key) hash = (hash ^ word) * 0x9E3779B97F4A7C15ull;
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
  std::unordered_map<std::string, std::uint32_t> long_;
  std::size_t count_ = 0;
};

}  // namespace restage::staging
