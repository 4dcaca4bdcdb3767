// SPDX-License-Identifier: Apache-2.0
#pragma once
// CsvStream: the one reader of CSV: records from a ByteSource of any length in bounded memory (RFC 4180).
//
// Broken quotes are read as base/csv_quotes.h says, and has_open_quote() tells of the records they cut.
//
// Beside the cells it gives each record as written, so that a command can repeat its input byte for byte. Cells are
// valid until the next call. A byte order mark is skipped, LF and CRLF are accepted, empty lines are skipped.
// Not thread-safe.
#include <cstdint>
#include <deque>
#include <string>
#include <string_view>
#include <vector>

#include "base/byte_source.h"
#include "base/filled_cell.h"

namespace restage {

class CsvStream {
 public:
  explicit CsvStream(ByteSource& source, char separator = ',') : source_(source), separator_(separator) {}
  /// false at the end. A line longer than kLongestCsvRecord is an error: this is no table.
  Result<bool> next();
  const std::vector<std::string_view>& cells();
  /// The cells that are not empty, in order, and how many there are with the empty ones: what wide tables are read by.
  const std::vector<FilledCell>& filled() const noexcept { return filled_; }
  std::size_t size() const noexcept { return size_; }
  bool is_quoted(std::size_t cell) const noexcept { return has_quotes_ && quoted_[cell]; }
  std::string_view raw() const noexcept { return raw_; }            ///< without the line end
  std::string_view line_end() const noexcept { return line_end_; }  ///< "\n" or "\r\n"
  std::size_t line() const noexcept { return record_line_; }        ///< 1-based, where the record begins
  /// The record opens a quote that nothing closes as it should; it is one line, its quotes are as written.
  bool has_open_quote() const noexcept { return has_open_quote_; }

 private:
  bool take_plain_record();
  Result<bool> refill();
  Result<std::size_t> find_end();
  Result<std::size_t> end_of_open_quote();
  Result<std::size_t> find_record();
  void split();
  std::string_view unquoted(std::string_view cell);

  ByteSource& source_;
  char separator_;
  std::string buffer_;
  std::size_t begin_ = 0;
  std::size_t end_ = 0;
  bool at_end_ = false;
  bool started_ = false;
  bool has_quotes_ = false;
  bool has_open_quote_ = false;
  std::size_t reread_ = 0;  ///< bytes read again behind broken quotes
  std::size_t line_ = 1;
  std::size_t record_line_ = 0;
  std::string_view raw_;
  std::string_view line_end_ = "\n";
  std::vector<FilledCell> filled_;
  std::size_t size_ = 0;
  bool is_split_ = false;  ///< cells_ are those of this record
  std::vector<std::string_view> cells_;
  std::vector<bool> quoted_;  ///< where has_quotes_
  std::deque<std::string> unescaped_;
};

}  // namespace restage
