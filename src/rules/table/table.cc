// SPDX-License-Identifier: Apache-2.0
#include "rules/table/table.h"

#include <algorithm>
#include <array>
#include <bit>

#include "base/result.h"

namespace restage::rules {

BitSet::BitSet(std::size_t size, bool filled) : words_((size + 63) / 64, filled ? ~std::uint64_t{0} : 0), size_(size) {
  if (filled && size % 64 != 0) words_.back() = (std::uint64_t{1} << (size % 64)) - 1;
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
// branch ends early when its first candidate accepts every class of all columns still to come. Sets of rows are runs
// of words in one array, a set behind the other, so that branches cost no allocation.
class ReachableRows {
 public:
  ReachableRows(std::span<const std::vector<ClassId>> open, const std::vector<std::vector<BitSet>>& admitted,
                const std::vector<RowIndex>& resume, std::uint32_t row_count)
      : open_(open),
        admitted_(admitted),
        resume_(resume),
        row_count_(row_count),
        words_((row_count + 63) / 64),
        reached_(row_count + 1) {
    for (std::size_t column = 0; column < open.size(); ++column)
      if (open[column].size() > 1) columns_.push_back(column);
    // Sets 0 to columns_.size(): rows that accept every open class of columns_[k..]. Behind them the candidates.
    const BitSet all(row_count, true);
    sets_.reserve((columns_.size() + 2) * words_ * 4);
    for (std::size_t k = 0; k < columns_.size() + 2; ++k)
      sets_.insert(sets_.end(), all.words().begin(), all.words().end());
    for (std::size_t k = columns_.size(); k-- > 0;) {
      std::copy_n(at((k + 1) * words_), words_, at(k * words_));
      for (const ClassId id : open[columns_[k]]) keep(k * words_, admitted[columns_[k]][id]);
    }
  }

  const BitSet& run() {
    const std::size_t candidates = (columns_.size() + 1) * words_;
    for (std::size_t column = 0; column < open_.size(); ++column)
      if (open_[column].size() == 1) keep(candidates, admitted_[column][open_[column].front()]);
    visit(0, candidates);
    return reached_;
  }

 private:
  std::uint64_t* at(std::size_t set) { return sets_.data() + set; }
  void keep(std::size_t set, const BitSet& rows) {
    for (std::size_t i = 0; i < words_; ++i) sets_[set + i] &= rows.words()[i];
  }
  bool has(std::size_t set, std::size_t row) const { return (sets_[set + (row >> 6)] >> (row & 63) & 1) != 0; }
  /// First row of a set from `from` on, or row_count_.
  std::size_t first(std::size_t set, std::size_t from) const {
    for (std::size_t word = from >> 6; word < words_; ++word) {
      const std::uint64_t rows =
          word == from >> 6 ? sets_[set + word] & ~std::uint64_t{0} << (from & 63) : sets_[set + word];
      if (rows != 0) return word * 64 + static_cast<std::size_t>(std::countr_zero(rows));
    }
    return row_count_;
  }
  bool is_pass(std::size_t row) const { return !resume_.empty() && resume_[row] != kNoRow; }

  void visit(std::size_t depth, std::size_t candidates) {
    const std::size_t certain = depth * words_;
    std::size_t begin = 0, row = first(candidates, 0);
    while (row != row_count_ && has(certain, row) && is_pass(row)) {
      begin = resume_[row];
      row = first(candidates, begin);
    }
    if (row == row_count_ || has(certain, row)) {
      reached_.set(row);
      return;
    }
    // Rows behind one that surely matches cannot matter; without them more branches are equal.
    std::size_t end = row;
    while (end < row_count_ && !(has(certain, end) && has(candidates, end) && !is_pass(end)))
      end = first(candidates, end + 1);
    for (std::size_t word = 0; word < words_; ++word) {
      std::uint64_t& rows = sets_[candidates + word];
      if (begin >= (word + 1) * 64)
        rows = 0;
      else if (begin > word * 64)
        rows &= ~std::uint64_t{0} << (begin & 63);
      if (end < word * 64)
        rows = 0;
      else if (end < word * 64 + 63)
        rows &= (std::uint64_t{1} << ((end & 63) + 1)) - 1;
    }
    const std::size_t branches = sets_.size();
    const std::size_t column = columns_[depth];
    for (const ClassId id : open_[column]) {
      const std::size_t next = sets_.size();
      sets_.resize(next + words_);
      std::copy_n(at(candidates), words_, at(next));
      keep(next, admitted_[column][id]);
      for (std::size_t branch = branches; branch < next; branch += words_)
        if (std::equal(at(branch), at(branch) + words_, at(next))) {
          sets_.resize(next);
          break;
        }
    }
    const std::size_t behind = sets_.size();
    for (std::size_t branch = branches; branch < behind; branch += words_) visit(depth + 1, branch);
    sets_.resize(branches);
  }

  std::span<const std::vector<ClassId>> open_;
  const std::vector<std::vector<BitSet>>& admitted_;
  const std::vector<RowIndex>& resume_;
  std::size_t row_count_;
  std::size_t words_;
  std::vector<std::size_t> columns_;
  std::vector<std::uint64_t> sets_;
  BitSet reached_;
};

}  // namespace

/// Every choice of classes, read from the array; where they are few.
bool CompiledTable::try_choices(std::span<const std::vector<ClassId>> open, std::vector<RowIndex>& rows) const {
  constexpr std::size_t kMaxChoices = 512, kMaxOpen = 8, kMaxWords = 16;
  if (!is_dense() || row_count_ >= kMaxWords * 64) return false;
  std::array<std::size_t, kMaxOpen> columns{}, at{};
  std::size_t index = 0, open_count = 0, choices = 1;
  for (std::size_t column = 0; column < open.size(); ++column) {
    index += std::size_t{open[column].front()} * strides_[column];
    if (open[column].size() == 1) continue;
    choices *= open[column].size();
    if (choices > kMaxChoices || open_count == kMaxOpen) return false;
    columns[open_count++] = column;
  }
  std::array<std::uint64_t, kMaxWords> reached{};
  bool has_gap = false;
  for (std::size_t i = 0; i < choices; ++i) {
    const std::uint16_t row = dense_[index];
    if (row == 0xFFFF)
      has_gap = true;
    else
      reached[row >> 6] |= std::uint64_t{1} << (row & 63);
    for (std::size_t k = 0; k < open_count; ++k) {
      const auto& classes = open[columns[k]];
      index -= std::size_t{classes[at[k]]} * strides_[columns[k]];
      const bool more = ++at[k] < classes.size();
      if (!more) at[k] = 0;
      index += std::size_t{classes[at[k]]} * strides_[columns[k]];
      if (more) break;
    }
  }
  for (std::size_t word = 0; word * 64 < row_count_; ++word)
    for (std::uint64_t left = reached[word]; left != 0; left &= left - 1)
      rows.push_back(static_cast<RowIndex>(word * 64 + static_cast<std::size_t>(std::countr_zero(left))));
  if (has_gap) rows.push_back(kNoRow);
  return true;
}

void CompiledTable::find_reachable_rows(std::span<const std::vector<ClassId>> open, std::vector<RowIndex>& rows) const {
  RESTAGE_ASSERT(open.size() == column_count());
  rows.clear();
  if (try_choices(open, rows)) return;
  ReachableRows search(open, admitted_, resume_, row_count_);
  const BitSet& reached = search.run();
  for (RowIndex row = 0; row < row_count_; ++row)
    if (reached.test(row)) rows.push_back(row);
  if (reached.test(row_count_)) rows.push_back(kNoRow);
}

std::vector<RowIndex> CompiledTable::reachable_rows(std::span<const std::vector<ClassId>> open) const {
  std::vector<RowIndex> rows;
  find_reachable_rows(open, rows);
  return rows;
}

TableBuilder::TableBuilder(std::vector<std::uint32_t> class_counts, std::uint32_t row_count) {
  table_.class_counts_ = std::move(class_counts);
  table_.row_count_ = row_count;
  for (const std::uint32_t count : table_.class_counts_) table_.admitted_.emplace_back(count, BitSet(row_count));
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
