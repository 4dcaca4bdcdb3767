// SPDX-License-Identifier: Apache-2.0
#pragma once
// The states of a run: rows of node values, all of one width, one after the other in one array, so that splitting,
// copying and dropping them costs no allocation once the array has grown. Pointers to a row are good until the next
// row is added. Not thread-safe.
#include <algorithm>
#include <cstdint>
#include <vector>

#include "rules/run/program.h"

namespace restage::rules {

class States {
 public:
  void start(std::size_t width) {
    width_ = width;
    count_ = 0;
    values_.clear();
  }
  void start_like(const States& other) { start(other.width_); }
  std::size_t size() const noexcept { return count_; }
  bool empty() const noexcept { return count_ == 0; }
  Value* operator[](std::size_t state) noexcept { return values_.data() + state * width_; }
  const Value* operator[](std::size_t state) const noexcept { return values_.data() + state * width_; }

  /// A new state with the values of a row that does not lie in this object.
  Value* add(const Value* row) {
    values_.insert(values_.end(), row, row + width_);
    return (*this)[count_++];
  }
  void swap(States& other) noexcept {
    values_.swap(other.values_);
    std::swap(width_, other.width_);
    std::swap(count_, other.count_);
  }

  /// Equal states become one; the first of them stays in its place.
  void merge_equal() {
    std::size_t slots = 16;
    while (slots < 2 * count_) slots *= 2;
    taken_.assign(slots, 0);
    std::size_t kept = 0;
    for (std::size_t state = 0; state < count_; ++state) {
      const Value* row = (*this)[state];
      std::size_t slot = hash(row) & (slots - 1);
      while (taken_[slot] != 0 && !std::equal(row, row + width_, (*this)[taken_[slot] - 1]))
        slot = (slot + 1) & (slots - 1);
      if (taken_[slot] != 0) continue;
      if (kept != state) std::copy(row, row + width_, (*this)[kept]);
      taken_[slot] = static_cast<std::uint32_t>(++kept);
    }
    count_ = kept;
    values_.resize(kept * width_);
  }

 private:
  std::size_t hash(const Value* row) const noexcept {
    std::uint64_t mixed = 0;
    for (std::size_t i = 0; i < width_; ++i) mixed = (mixed ^ row[i]) * 0x9E3779B97F4A7C15 ^ mixed >> 29;
    return static_cast<std::size_t>(mixed ^ mixed >> 32);
  }

  std::vector<Value> values_;
  std::size_t width_ = 0;
  std::size_t count_ = 0;
  std::vector<std::uint32_t> taken_;  ///< merge_equal: place of the kept state plus one; 0: free
};

}  // namespace restage::rules
