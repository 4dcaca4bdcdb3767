// SPDX-License-Identifier: Apache-2.0
#include "stream/csv_records.h"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "base/csv_quotes.h"
#include "base/text.h"

namespace restage::stream {
namespace {

// Offset of the line break that ends the record, npos when the text ends first; `closed`: its quotes close.
std::size_t record_end(std::string_view text, char separator, bool& closed) {
  closed = true;
  const std::size_t line = text.find('\n');
  if (text.substr(0, line).find('"') == std::string_view::npos) return line;
  bool at_cell_start = true;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (c == '\n') return i;
    if (c == '"' && at_cell_start) {
      i = closing_csv_quote(text, i);
      closed = i != std::string_view::npos;
      if (!closed) return i;
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
    CsvTaker taker(separator_);
    std::string_view rest = pending_;
    while (!rest.empty()) {
      const std::size_t size = rest.size();
      auto found = CsvTaker::Found::Whole;
      (void)taker.take(rest, found);
      // A quote that may still close waits; beyond the longest record it is a stray one, which costs its line.
      if (found == CsvTaker::Found::OpenQuote && size <= kLongestCsvRecord) return pending_.size() - size;
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

std::string_view CsvTaker::take(std::string_view& rest, Found& found) {
  const std::size_t line = std::min(rest.find('\n'), rest.size());
  const std::string_view text = reread_ <= kMostCsvReread ? rest : rest.substr(0, line);
  bool closed = true;
  std::size_t end = std::min(record_end(text, separator_, closed), text.size());
  std::string_view record = text.substr(0, end);
  if (record.ends_with('\r')) record.remove_suffix(1);
  found = !closed ? Found::OpenQuote : Found::Whole;
  if (closed && is_broken_csv_record(record, separator_)) found = Found::TextBehindQuote;
  if (found != Found::Whole) {
    reread_ += end - line;
    end = line;
    record = rest.substr(0, line);
    if (record.ends_with('\r')) record.remove_suffix(1);
  }
  rest.remove_prefix(std::min(end + 1, rest.size()));
  return record;
}

bool CsvSplitter::split(std::string_view record, std::vector<CsvCell>& cells) {
  cells.clear();
  unquoted_.clear();
  unquoted_.reserve(record.size());  // views into it must stay valid
  for (std::size_t at = 0;; ++at) {
    std::size_t end = at;
    const bool has_quote = at < record.size() && record[at] == '"';
    if (has_quote) {
      end = closing_csv_quote(record, at);
      if (end == std::string_view::npos) return false;
      ++end;
    }
    const std::size_t stop = std::min(record.find(separator_, end), record.size());
    if (has_quote && stop == end)
      cells.push_back({unquoted(record.substr(at + 1, end - at - 2)), true});
    else
      cells.push_back({record.substr(at, stop - at), false});
    at = stop;
    if (at >= record.size()) return true;
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

std::string_view CsvSplitter::unquoted(std::string_view inside) {
  const std::size_t start = unquoted_.size();
  for (std::size_t i = 0; i < inside.size(); ++i) {
    unquoted_ += inside[i];
    if (inside[i] == '"') ++i;  // quotes stand doubled
  }
  return std::string_view(unquoted_).substr(start);
}

void CsvRecords::begin(std::string_view text, std::uint64_t first_line) {
  rest_ = text;
  taker_.begin_block();
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
  auto found = CsvTaker::Found::Whole;
  const std::string_view record = taker_.take(rest_, found);
  problem_.clear();
  if (found == CsvTaker::Found::OpenQuote)
    problem_ = "a quoted cell does not end";
  else if (found == CsvTaker::Found::TextBehindQuote)
    problem_ = "text follows the closing quote of a cell";
  else if (splitter_.split(record, cells_))
    fit_to_columns();
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
