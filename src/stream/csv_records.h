// SPDX-License-Identifier: Apache-2.0
#pragma once
// CSV records out of a stream: RFC 4180, with damage kept to the line it stands on.
//
// A quote opens a quoted cell only at the cell's beginning, so that inch marks inside a bare cell are text. A record
// whose quotes do not close ends at its first line break, and the next line is read afresh. Not thread-safe.
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/csv.h"
#include "stream/line_blocks.h"
#include "stream/text_block.h"

namespace restage::stream {

/// Takes the next record off the front. `closed` is false when a quoted cell does not end within the text; the whole
/// rest is taken then.
std::string_view take_csv_record(std::string_view& rest, char separator, bool& closed);

/// Splits one record; false when a quoted cell is not closed or text follows its end.
class CsvSplitter {
 public:
  explicit CsvSplitter(char separator) : separator_(separator) {}
  bool split(std::string_view record, std::vector<CsvCell>& cells);
  /// Splits at every separator, quotes being text: to keep what a broken line holds.
  void split_plainly(std::string_view line, std::vector<CsvCell>& cells) const;

 private:
  bool quoted_cell(std::string_view record, std::size_t& at, std::vector<CsvCell>& cells);
  char separator_;
  std::string unquoted_;
};

/// Records of a block, split and fitted to the header. A damaged record that spans lines is cut back to its first line,
/// so that a stray quote costs one record and not all that follow.
class CsvRecords {
 public:
  CsvRecords(char separator, std::size_t columns) : separator_(separator), columns_(columns), splitter_(separator) {}
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
  char separator_;
  std::size_t columns_;
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
