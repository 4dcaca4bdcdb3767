// SPDX-License-Identifier: Apache-2.0
#pragma once
// CompiledTable: the one decision table of the project, used by packs and by registry algorithm archives.
//
// Whoever compiles a table first maps the values of each column to classes: two values are in one class if
// every row of the table treats them alike. The table then only knows class numbers. A lookup is
// first_match(classes): one read of a dense array where the product of classes is small, else the AND of one
// row bit set per column and its first bit. Both give the same answer; the choice is invisible outside.
// Unknown inputs are asked with reachable_rows(), which is exact: a row is reported only if some choice of
// classes in the open columns reaches it before every earlier row. A row may be a pass: when it is the first
// match, the search goes on at a later row instead of ending. Immutable after build(); thread-safe.
#include <bit>
#include <cstdint>
#include <span>
#include <vector>

namespace restage::rules {

using ClassId = std::uint16_t;
using RowIndex = std::uint32_t;
inline constexpr RowIndex kNoRow = 0xFFFF'FFFF;

/// A set of rows or classes, as words of 64 bits.
class BitSet {
 public:
  BitSet() = default;
  explicit BitSet(std::size_t size, bool filled = false);
  void set(std::size_t index) noexcept { words_[index >> 6] |= std::uint64_t{1} << (index & 63); }
  bool test(std::size_t index) const noexcept { return (words_[index >> 6] >> (index & 63) & 1) != 0; }
  std::size_t size() const noexcept { return size_; }
  BitSet& operator&=(const BitSet& other) noexcept;
  BitSet& operator|=(const BitSet& other) noexcept;
  friend bool operator==(const BitSet&, const BitSet&) = default;
  std::span<const std::uint64_t> words() const noexcept { return words_; }

 private:
  std::vector<std::uint64_t> words_;
  std::size_t size_ = 0;
};

class CompiledTable {
 public:
  /// Row of the first match, or kNoRow. classes.size() == column_count(), each below class_count(column).
  RowIndex first_match(std::span<const ClassId> classes) const noexcept;

  /// Every row that some assignment reaches, in row order; kNoRow is appended if some assignment reaches no
  /// row. open[column] holds the classes still possible there (one for a known column).
  std::vector<RowIndex> reachable_rows(std::span<const std::vector<ClassId>> open) const;
  /// The same into memory of the caller.
  void find_reachable_rows(std::span<const std::vector<ClassId>> open, std::vector<RowIndex>& rows) const;

  /// All rows that accept the classes, in order (for hit policy "sum").
  template <class Take>
  void for_each_match(std::span<const ClassId> classes, Take take) const {
    for (std::size_t word = 0; word * 64 < row_count_; ++word) {
      std::uint64_t rows = ~std::uint64_t{0};
      if (row_count_ - word * 64 < 64) rows = (std::uint64_t{1} << (row_count_ - word * 64)) - 1;
      for (std::size_t i = 0; i < classes.size(); ++i) rows &= admitted_[i][classes[i]].words()[word];
      for (; rows != 0; rows &= rows - 1)
        take(static_cast<RowIndex>(word * 64 + static_cast<std::size_t>(std::countr_zero(rows))));
    }
  }

  bool admits(RowIndex row, std::size_t column, ClassId class_id) const noexcept {
    return admitted_[column][class_id].test(row);
  }
  std::size_t column_count() const noexcept { return class_counts_.size(); }
  std::uint32_t class_count(std::size_t column) const noexcept { return class_counts_[column]; }
  std::uint32_t row_count() const noexcept { return row_count_; }
  bool is_dense() const noexcept { return !dense_.empty(); }
  /// Dense form for callers that inline the lookup: index = sum of class * stride; cell 0xFFFF is no row.
  std::span<const std::uint16_t> dense() const noexcept { return dense_; }
  std::span<const std::uint32_t> strides() const noexcept { return strides_; }

 private:
  friend class TableBuilder;
  bool try_choices(std::span<const std::vector<ClassId>> open, std::vector<RowIndex>& rows) const;
  std::vector<std::uint32_t> class_counts_;
  std::vector<std::uint32_t> strides_;
  std::vector<std::vector<BitSet>> admitted_;  // [column][class] -> rows
  std::vector<std::uint16_t> dense_;
  std::vector<RowIndex> resume_;  // [row] -> where a pass goes on, kNoRow for a rule; empty: no passes
  std::uint32_t row_count_ = 0;
};

class TableBuilder {
 public:
  TableBuilder(std::vector<std::uint32_t> class_counts, std::uint32_t row_count);
  void admit(RowIndex row, std::size_t column, ClassId class_id);
  void admit_all(RowIndex row, std::size_t column);
  /// Makes the row a pass: a first match there means that rows from `resume` (> row) on are searched.
  void pass(RowIndex row, RowIndex resume);
  /// Tables whose product of class counts is at most dense_limit become arrays.
  CompiledTable build(std::size_t dense_limit = std::size_t{1} << 17) &&;

 private:
  CompiledTable table_;
};

}  // namespace restage::rules
