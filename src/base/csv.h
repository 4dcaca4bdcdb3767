// SPDX-License-Identifier: Apache-2.0
#pragma once
// CSV in and out (RFC 4180): rows as views into the text, quoting undone where needed.
//
// CsvCursor reads row by row without copying; cells stay valid until the next row. A quoted cell is told from a
// bare one, because some files write a missing value as a bare token. Not thread-safe.
#include <deque>
#include <string>
#include <string_view>
#include <vector>

namespace restage {

struct CsvCell {
  std::string_view text;
  bool quoted = false;
};

class CsvCursor {
 public:
  explicit CsvCursor(std::string_view text, char separator = ',');
  /// false at the end. Empty lines are skipped.
  bool next(std::vector<CsvCell>& row);
  /// Line of the row just read, 1-based.
  std::size_t line() const noexcept { return row_line_; }

 private:
  std::string_view text_;
  char separator_;
  std::size_t at_ = 0;
  std::size_t line_ = 1;
  std::size_t row_line_ = 0;
  std::deque<std::string> unescaped_;
};

/// Appends a cell in quotes, quotes in it doubled.
void append_quoted_csv_cell(std::string& out, std::string_view cell);

/// Appends a cell, quoted when it needs to be.
void append_csv_cell(std::string& out, std::string_view cell, char separator = ',');
/// Appends a row with its line end.
void append_csv_row(std::string& out, const std::vector<std::string>& cells, char separator = ',');

}  // namespace restage
