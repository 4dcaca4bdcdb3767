// SPDX-License-Identifier: Apache-2.0
#include "stream/csv_records.h"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "base/text.h"

namespace restage::stream {
namespace {

constexpr std::size_t kLongestRecord = std::size_t{4} << 20;

// Offset of the line break that ends the record, npos when the text ends first; `closed` as in take_csv_record.
std::size_t record_end(std::string_view text, char separator, bool& closed) {
  closed = true;
  const std::size_t line = text.find('\n');
  if (text.substr(0, line).find('"') == std::string_view::npos) return line;
  bool at_cell_start = true;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (c == '\n') return i;
    if (c == '"' && at_cell_start) {
      for (++i;; i += 2) {
        i = text.find('"', i);
        if (i == std::string_view::npos) {
          closed = false;
          return i;
        }
        if (i + 1 >= text.size() || text[i + 1] != '"') break;
      }
      at_cell_start = false;
      continue;
    }
    at_cell_start = c == separator;
  }
  return std::string_view::npos;
}

class CsvBlocks final : public TextSource {
 public:
  CsvBlocks(std::unique_ptr<LineBlocks> lines, char separator) : lines_(std::move(lines)), separator_(separator) {}

  // A block ends behind a whole record; one that is still open waits for the lines that follow.
  Result<bool> next(TextBlock& block) override {
    for (bool at_end = false;;) {
      TextBlock part;
      const auto more = lines_->next(part);
      if (!more) failure_ = more.error();
      at_end = !more || !*more;
      if (!at_end) pending_ += part.input;
      const std::size_t whole = at_end ? pending_.size() : end_of_whole_records();
      if (whole == 0 && !at_end) continue;
      if (whole == 0) {
        if (failure_.message.empty()) return false;
        return std::exchange(failure_, Error{});
      }
      block.input.assign(pending_, 0, whole);
      pending_.erase(0, whole);
      block.first_record = line_;
      line_ += static_cast<std::uint64_t>(std::count(block.input.begin(), block.input.end(), '\n'));
      return true;
    }
  }

 private:
  std::size_t end_of_whole_records() const {
    std::string_view rest = pending_;
    while (!rest.empty()) {
      const std::string_view before = rest;
      bool closed = true;
      (void)take_csv_record(rest, separator_, closed);
      if (closed) continue;
      // Longer than any cell may be: a stray quote. The workers refuse its line and go on behind it.
      if (before.size() > kLongestRecord) return pending_.size();
      return pending_.size() - before.size();
    }
    return pending_.size();
  }

  std::unique_ptr<LineBlocks> lines_;
  char separator_;
  std::string pending_;
  std::uint64_t line_ = 2;
  Error failure_;
};

}  // namespace

std::string_view take_csv_record(std::string_view& rest, char separator, bool& closed) {
  const std::size_t end = std::min(record_end(rest, separator, closed), rest.size());
  std::string_view record = rest.substr(0, end);
  rest.remove_prefix(std::min(end + 1, rest.size()));
  if (record.ends_with('\r')) record.remove_suffix(1);
  return record;
}

bool CsvSplitter::split(std::string_view record, std::vector<CsvCell>& cells) {
  cells.clear();
  unquoted_.clear();
  unquoted_.reserve(record.size());  // views into it must stay valid
  for (std::size_t at = 0;; ++at) {
    if (at < record.size() && record[at] == '"') {
      if (!quoted_cell(record, at, cells)) return false;
    } else {
      const std::size_t end = std::min(record.find(separator_, at), record.size());
      cells.push_back({record.substr(at, end - at), false});
      at = end;
    }
    if (at >= record.size()) return true;
    if (record[at] != separator_) return false;
  }
}

void CsvSplitter::split_plainly(std::string_view line, std::vector<CsvCell>& cells) const {
  cells.clear();
  for (std::size_t at = 0;;) {
    const std::size_t end = std::min(line.find(separator_, at), line.size());
    cells.push_back({line.substr(at, end - at), false});
    if (end == line.size()) return;
    at = end + 1;
  }
}

bool CsvSplitter::quoted_cell(std::string_view record, std::size_t& at, std::vector<CsvCell>& cells) {
  const std::size_t start = unquoted_.size();
  for (++at;; ++at) {
    if (at >= record.size()) return false;
    if (record[at] == '"') {
      if (at + 1 >= record.size() || record[at + 1] != '"') break;
      ++at;
    }
    unquoted_ += record[at];
  }
  ++at;
  cells.push_back({std::string_view(unquoted_).substr(start), true});
  return true;
}

void CsvRecords::begin(std::string_view text, std::uint64_t first_line) {
  rest_ = text;
  next_line_ = first_line;
}

bool CsvRecords::next() {
  while (!rest_.empty()) {
    const std::string_view before = rest_;
    const std::string_view record = take();
    const std::string_view taken = before.substr(0, before.size() - rest_.size());
    line_ = next_line_;
    next_line_ += static_cast<std::uint64_t>(std::count(taken.begin(), taken.end(), '\n'));
    if (text::trim(record).empty()) continue;
    if (!problem_.empty()) {
      if (!splitter_.split(record, cells_)) splitter_.split_plainly(record, cells_);
      cells_.resize(columns_);
    }
    return true;
  }
  return false;
}

std::string_view CsvRecords::take() {
  const std::string_view before = rest_;
  bool closed = true;
  std::string_view record = take_csv_record(rest_, separator_, closed);
  problem_.clear();
  if (!closed)
    problem_ = "a quoted cell does not end";
  else if (!splitter_.split(record, cells_))
    problem_ = "text follows the closing quote of a cell";
  else
    fit_to_columns();
  const std::size_t line_end = problem_.empty() ? std::string_view::npos : record.find('\n');
  if (line_end == std::string_view::npos) return record;
  rest_ = before.substr(line_end + 1);
  record = before.substr(0, line_end);
  if (record.ends_with('\r')) record.remove_suffix(1);
  return record;
}

// Empty cells beyond the header are what spreadsheets leave behind; they are dropped.
void CsvRecords::fit_to_columns() {
  const std::size_t count = cells_.size();
  while (cells_.size() > columns_ && cells_.back().text.empty()) cells_.pop_back();
  if (cells_.size() == columns_) return;
  problem_ = fmt::format("the record has {} cells, the header has {}", count, columns_);
  for (std::size_t i = columns_; i < cells_.size(); ++i)
    problem_ += fmt::format("{}'{}'", i == columns_ ? "; too many: " : ", ", cells_[i].text);
}

std::unique_ptr<TextSource> make_csv_blocks(std::unique_ptr<LineBlocks> lines, char separator) {
  return std::make_unique<CsvBlocks>(std::move(lines), separator);
}

}  // namespace restage::stream
