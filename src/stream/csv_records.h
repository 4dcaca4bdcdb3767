// SPDX-License-Identifier: Apache-2.0
#pragma once
// CSV records out of a stream in blocks, for many threads. Broken quotes are read as base/csv_quotes.h says. Not
// thread-safe.
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/csv.h"
#include "stream/line_blocks.h"
#include "stream/text_block.h"

namespace restage::stream {

/// Takes whole records off the front of a text.
class CsvTaker {
 public:
  enum class Found : std::uint8_t { Whole, OpenQuote, TextBehindQuote };
  explicit CsvTaker(char separator) : separator_(separator) {}
  /// The next record, without its line end. Unless it is Whole it is one line, which broken quotes cut.
  std::string_view take(std::string_view& rest, Found& found);
  /// Before another block, so that what was read before it does not count.
  void begin_block() noexcept { reread_ = 0; }

 private:
  char separator_;
  std::size_t reread_ = 0;  ///< bytes read again behind broken quotes
};

/// Splits one record; false when a quoted cell is not closed.
class CsvSplitter {
 public:
  explicit CsvSplitter(char separator) : separator_(separator) {}
  bool split(std::string_view record, std::vector<CsvCell>& cells);
  /// Splits at every separator, quotes being text: to keep what a broken line holds.
  void split_plainly(std::string_view line, std::vector<CsvCell>& cells) const;

 private:
  std::string_view unquoted(std::string_view inside);
  char separator_;
  std::string unquoted_;
};

/// Records of a block, split and fitted to the header.
class CsvRecords {
 public:
  CsvRecords(char separator, std::size_t columns) : columns_(columns), taker_(separator), splitter_(separator) {}
  void begin(std::string_view text, std::uint64_t first_line);
  /// The next record that is not blank; false at the end. After damage problem() says what is wrong, and cells() hold
  /// what the line holds as far as columns go.
  bool next();
  std::vector<CsvCell>& cells() noexcept { return cells_; }
  const std::string& problem() const noexcept { return problem_; }
  std::uint64_t line() const noexcept { return line_; }

 private:
  std::string_view take();
  void fit_to_columns();
  std::size_t columns_;
  CsvTaker taker_;
  CsvSplitter splitter_;
  std::string_view rest_;
  std::vector<CsvCell> cells_;
  std::string problem_;
  std::uint64_t line_ = 0;
  std::uint64_t next_line_ = 0;
};

/// Blocks of whole CSV records; first_record is the number of the block's first line, the header being line 1.
std::unique_ptr<TextSource> make_csv_blocks(std::unique_ptr<LineBlocks> lines, char separator);

}  // namespace restage::stream
