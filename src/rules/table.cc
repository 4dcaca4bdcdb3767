// SPDX-License-Identifier: Apache-2.0
#include "rules/table.h"

#include <algorithm>
#include <bit>

#include "base/result.h"

namespace restage::rules {

BitSet::BitSet(std::size_t size, bool filled) : words_((size + 63) / 64, filled ? ~std::uint64_t{0} : 0), size_(size) {
  if (filled && size % 64 != 0) words_.back() = (std::uint64_t{1} << (size % 64)) - 1;
}

bool BitSet::any() const noexcept {
  return std::any_of(words_.begin(), words_.end(), [](std::uint64_t word) { return word != 0; });
}

std::size_t BitSet::first() const noexcept {
  for (std::size_t i = 0; i < words_.size(); ++i)
    if (words_[i] != 0) return i * 64 + static_cast<std::size_t>(std::countr_zero(words_[i]));
  return size_;
}

void BitSet::clear_below(std::size_t index) noexcept {
  for (std::size_t w = 0; w < words_.size() && w * 64 < index; ++w)
    words_[w] = index >= (w + 1) * 64 ? 0 : words_[w] & (~std::uint64_t{0} << (index & 63));
}

void BitSet::clear_above(std::size_t index) noexcept {
  const std::size_t word = index >> 6;
  if ((index & 63) != 63) words_[word] &= (std::uint64_t{1} << ((index & 63) + 1)) - 1;
  for (std::size_t w = word + 1; w < words_.size(); ++w) words_[w] = 0;
}

BitSet& BitSet::operator&=(const BitSet& other) noexcept {
  for (std::size_t i = 0; i < words_.size(); ++i) words_[i] &= other.words_[i];
  return *this;
}

BitSet& BitSet::operator|=(const BitSet& other) noexcept {
  for (std::size_t i = 0; i < words_.size(); ++i) words_[i] |= other.words_[i];
  return *this;
}

RowIndex CompiledTable::first_match(std::span<const ClassId> classes) const noexcept {
  RESTAGE_ASSERT(classes.size() == column_count());
  if (!dense_.empty()) {
    std::size_t index = 0;
    for (std::size_t i = 0; i < classes.size(); ++i) index += classes[i] * strides_[i];
    const std::uint16_t row = dense_[index];
    return row == 0xFFFF ? kNoRow : row;
  }
  const std::size_t words = (row_count_ + 63) / 64;
  RowIndex start = 0;
  for (std::size_t w = 0; w < words; ++w) {
    std::uint64_t rows = ~std::uint64_t{0};
    if (start > w * 64) rows = start >= (w + 1) * 64 ? 0 : rows << (start & 63);
    for (std::size_t i = 0; i < classes.size(); ++i) rows &= admitted_[i][classes[i]].words()[w];
    if (classes.empty() && w + 1 == words && row_count_ % 64 != 0) rows &= (std::uint64_t{1} << (row_count_ % 64)) - 1;
    while (rows != 0) {
      const auto row = static_cast<RowIndex>(w * 64 + static_cast<std::size_t>(std::countr_zero(rows)));
      if (resume_.empty() || resume_[row] == kNoRow) return row;
      start = resume_[row];
      rows &= start >= (w + 1) * 64 ? 0 : ~std::uint64_t{0} << (start & 63);
    }
  }
  return kNoRow;
}

namespace {

// Walks the open columns one by one. Classes of a column that leave the same candidates are one branch; a
// branch ends early when its first candidate accepts every class of all columns still to come.
class ReachableRows {
 public:
  ReachableRows(std::span<const std::vector<ClassId>> open, const std::vector<std::vector<BitSet>>& admitted,
                const std::vector<RowIndex>& resume, std::uint32_t row_count)
      : open_(open), admitted_(admitted), resume_(resume), reached_(row_count + 1) {
    for (std::size_t column = 0; column < open.size(); ++column)
      if (open[column].size() > 1) columns_.push_back(column);
    // certain_[k]: rows that accept every open class of columns_[k..]
    certain_.assign(columns_.size() + 1, BitSet(row_count, true));
    for (std::size_t k = columns_.size(); k-- > 0;) {
      certain_[k] = certain_[k + 1];
      for (const ClassId id : open[columns_[k]]) certain_[k] &= admitted[columns_[k]][id];
    }
  }

  const BitSet& run(BitSet candidates) {
    for (std::size_t column = 0; column < open_.size(); ++column)
      if (open_[column].size() == 1) candidates &= admitted_[column][open_[column].front()];
    visit(0, candidates);
    return reached_;
  }

 private:
  void visit(std::size_t depth, BitSet candidates) {
    std::size_t first = candidates.first();
    while (first != candidates.size() && certain_[depth].test(first) && !resume_.empty() && resume_[first] != kNoRow) {
      candidates.clear_below(resume_[first]);
      first = candidates.first();
    }
    if (first == candidates.size() || certain_[depth].test(first)) {
      reached_.set(first);
      return;
    }
    // Rows behind one that surely matches cannot matter; without them more branches are equal.
    for (std::size_t row = first; row < candidates.size(); ++row)
      if (candidates.test(row) && certain_[depth].test(row) && (resume_.empty() || resume_[row] == kNoRow)) {
        candidates.clear_above(row);
        break;
      }
    std::vector<BitSet> branches;
    const std::size_t column = columns_[depth];
    for (const ClassId id : open_[column]) {
      BitSet next = candidates;
      next &= admitted_[column][id];
      if (std::find(branches.begin(), branches.end(), next) == branches.end()) branches.push_back(std::move(next));
    }
    for (BitSet& branch : branches) visit(depth + 1, std::move(branch));
  }

  std::span<const std::vector<ClassId>> open_;
  const std::vector<std::vector<BitSet>>& admitted_;
  const std::vector<RowIndex>& resume_;
  std::vector<std::size_t> columns_;
  std::vector<BitSet> certain_;
  BitSet reached_;
};

}  // namespace

std::vector<RowIndex> CompiledTable::reachable_rows(std::span<const std::vector<ClassId>> open) const {
  RESTAGE_ASSERT(open.size() == column_count());
  ReachableRows search(open, admitted_, resume_, row_count_);
  const BitSet& reached = search.run(BitSet(row_count_, true));
  std::vector<RowIndex> rows;
  for (RowIndex row = 0; row < row_count_; ++row)
    if (reached.test(row)) rows.push_back(row);
  if (reached.test(row_count_)) rows.push_back(kNoRow);
  return rows;
}

TableBuilder::TableBuilder(std::vector<std::uint32_t> class_counts, std::uint32_t row_count) {
  table_.class_counts_ = std::move(class_counts);
  table_.row_count_ = row_count;
  for (const std::uint32_t count : table_.class_counts_)
    table_.admitted_.emplace_back(count, BitSet(row_count));
}

void TableBuilder::admit(RowIndex row, std::size_t column, ClassId class_id) {
  RESTAGE_ASSERT(row < table_.row_count_ && class_id < table_.class_counts_[column]);
  table_.admitted_[column][class_id].set(row);
}

void TableBuilder::admit_all(RowIndex row, std::size_t column) {
  for (BitSet& rows : table_.admitted_[column]) rows.set(row);
}

void TableBuilder::pass(RowIndex row, RowIndex resume) {
  RESTAGE_ASSERT(row < table_.row_count_ && resume > row);
  table_.resume_.resize(table_.row_count_, kNoRow);
  table_.resume_[row] = resume;
}

CompiledTable TableBuilder::build(std::size_t dense_limit) && {
  std::size_t cells = 1;
  for (const std::uint32_t count : table_.class_counts_) {
    table_.strides_.push_back(static_cast<std::uint32_t>(cells));
    cells *= count;
    if (cells > dense_limit || cells == 0) return std::move(table_);
  }
  if (table_.row_count_ >= 0xFFFF) return std::move(table_);
  std::vector<std::uint16_t> dense(cells);
  std::vector<ClassId> classes(table_.class_counts_.size(), 0);
  for (std::size_t index = 0; index < cells; ++index) {
    const RowIndex row = table_.first_match(classes);
    dense[index] = row == kNoRow ? std::uint16_t{0xFFFF} : static_cast<std::uint16_t>(row);
    for (std::size_t i = 0; i < classes.size(); ++i) {
      if (++classes[i] < table_.class_counts_[i]) break;
      classes[i] = 0;
    }
  }
  table_.dense_ = std::move(dense);
  return std::move(table_);
}

}  // namespace restage::rules
