// SPDX-License-Identifier: Apache-2.0
#pragma once
// The states of a run: rows of node values, all of one width, one after the other in one array, so that splitting,
// copying and dropping them costs no allocation once the array has grown. Pointers to a row are good until the next
// row is added. Not thread-safe.
#include <algorithm>
#include <cstdint>
#include <vector>

#include "base/open_table.h"
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
    kept_.start(count_, {this});
    std::size_t kept = 0;
    for (std::size_t state = 0; state < count_; ++state) {
      if (kept != state) std::copy_n((*this)[state], width_, (*this)[kept]);
      if (kept_.add(static_cast<std::uint32_t>(kept)).second) ++kept;
    }
    count_ = kept;
    values_.resize(kept * width_);
  }

 private:
  /// States as keys, by their values.
  struct ByValues {
    static constexpr std::uint32_t kFree = 0xFFFF'FFFF;
    const States* states = nullptr;
    std::size_t hash(std::uint32_t state) const noexcept {
      const Value* const row = (*states)[state];
      std::uint64_t mixed = 0;
      for (std::size_t i = 0; i < states->width_; ++i) mixed = (mixed ^ row[i]) * 0x9E3779B97F4A7C15 ^ mixed >> 29;
      return static_cast<std::size_t>(mixed ^ mixed >> 32);
    }
    bool equal(std::uint32_t held, std::uint32_t state) const noexcept {
      return std::equal((*states)[held], (*states)[held] + states->width_, (*states)[state]);
    }
  };
  struct Nothing {};

  std::vector<Value> values_;
  std::size_t width_ = 0;
  std::size_t count_ = 0;
  OpenTable<std::uint32_t, Nothing, ByValues> kept_;  ///< by merge_equal
};

}  // namespace restage::rules
