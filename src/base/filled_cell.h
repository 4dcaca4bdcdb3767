// SPDX-License-Identifier: Apache-2.0
#pragma once
// FilledCell: a cell of a row that is not empty, with its column: what wide tables with many empty cells are read by,
// wherever the rows come from. Views the text of whoever read the row. Plain value.
#include <cstdint>
#include <cstring>
#include <string_view>
#include <vector>

namespace restage {

struct FilledCell {
  std::uint32_t column = 0;
  std::string_view text;
  std::uint64_t word = 0;  ///< word_of(text)

  static constexpr std::size_t kMaxWord = 7;
  /// A text of up to 7 bytes as one word, which no other text has: its bytes, and its size on top. 0 for longer ones.
  static std::uint64_t word_of(std::string_view text) noexcept {
    char bytes[8] = {};
    if (!text.empty() && text.size() <= kMaxWord) std::memcpy(bytes, text.data(), text.size());
    return word_at(bytes, text.size());
  }
  /// The same where eight bytes can be read.
  static std::uint64_t word_at(const char* begin, std::size_t size) noexcept {
    if (size == 0 || size > kMaxWord) return 0;
    std::uint64_t word;
    std::memcpy(&word, begin, sizeof word);
    return (word & ((std::uint64_t{1} << (8 * size)) - 1)) | std::uint64_t{size} << 56;
  }
};

/// Those of a row that are not empty.
inline void find_filled(const std::vector<std::string_view>& cells, std::vector<FilledCell>& filled) {
  filled.clear();
  for (std::size_t column = 0; column < cells.size(); ++column)
    if (!cells[column].empty())
      filled.push_back({static_cast<std::uint32_t>(column), cells[column], FilledCell::word_of(cells[column])});
}

}  // namespace restage
