// SPDX-License-Identifier: Apache-2.0
#pragma once
// OpenTable: the one hash table of the project for lookups that must be quick: open addressing over an array whose size
// is a power of two, at most half of it taken, linear probing, nothing ever removed.
//
// Policy says how keys are hashed and compared, and which key is never put in and so marks a free slot:
//   static constexpr Key kFree; std::size_t hash(const Key&) const; bool equal(const Key&, const Key&) const.
// It may hold state, such as the rows that keys are numbers of. Pointers to values are good until the next key is
// added. Not thread-safe while keys are added.
#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

namespace restage {

template <class Key, class Value, class Policy>
class OpenTable {
 public:
  OpenTable() : slots_(kSmallest) {}

  /// Empty again, with room for as many keys before it grows.
  void start(std::size_t expected, Policy policy = {}) {
    std::size_t size = kSmallest;
    while (size < 2 * expected) size *= 2;
    slots_.assign(size, Slot{});
    count_ = 0;
    policy_ = policy;
  }

  const Value* find(const Key& key) const noexcept {
    const std::size_t mask = slots_.size() - 1;
    for (std::size_t at = policy_.hash(key) & mask;; at = (at + 1) & mask) {
      if (slots_[at].key == Policy::kFree) return nullptr;
      if (policy_.equal(slots_[at].key, key)) return &slots_[at].value;
    }
  }

  /// The value of the key, and whether the key was added for it.
  std::pair<Value*, bool> add(const Key& key) {
    if ((count_ + 1) * 2 > slots_.size()) grow();
    Slot& slot = place_of(key);
    const bool is_new = slot.key == Policy::kFree;
    if (is_new) {
      ++count_;
      slot.key = key;
    }
    return {&slot.value, is_new};
  }
  Value& operator[](const Key& key) { return *add(key).first; }

  std::size_t size() const noexcept { return count_; }

 private:
  static constexpr std::size_t kSmallest = 16;
  struct Slot {
    Key key = Policy::kFree;
    [[no_unique_address]] Value value{};
  };

  /// Where a key stands, or the free slot for it.
  Slot& place_of(const Key& key) noexcept {
    const std::size_t mask = slots_.size() - 1;
    std::size_t at = policy_.hash(key) & mask;
    while (slots_[at].key != Policy::kFree && !policy_.equal(slots_[at].key, key)) at = (at + 1) & mask;
    return slots_[at];
  }

  void grow() {
    std::vector<Slot> old(slots_.size() * 2);
    old.swap(slots_);
    for (Slot& slot : old)
      if (slot.key != Policy::kFree) place_of(slot.key) = std::move(slot);
  }

  std::vector<Slot> slots_;
  std::size_t count_ = 0;
  [[no_unique_address]] Policy policy_{};
};

/// Numbers as keys: all but the highest.
struct WordPolicy {
  static constexpr std::uint64_t kFree = ~std::uint64_t{0};
  std::size_t hash(std::uint64_t key) const noexcept {
    const std::uint64_t mixed = key * 0x9E37'79B9'7F4A'7C15;
    return static_cast<std::size_t>(mixed ^ mixed >> 32);
  }
  bool equal(std::uint64_t a, std::uint64_t b) const noexcept { return a == b; }
};

}  // namespace restage
