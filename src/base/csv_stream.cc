// SPDX-License-Identifier: Apache-2.0
#include "base/csv_stream.h"

#include <algorithm>
#include <cstring>

namespace restage {
namespace {
constexpr std::size_t kChunk = std::size_t{1} << 18;
constexpr std::size_t kMaxRecord = std::size_t{16} << 20;
constexpr int kMaxOpenQuotes = 100;  // each costs a look at up to kMaxRecord bytes
constexpr std::string_view kMark = "\xEF\xBB\xBF";
}  // namespace

/// Moves the rest to the front and reads more behind it; false when there is no more.
Result<bool> CsvStream::refill() {
  if (at_end_) return false;
  if (begin_ > 0) {
    std::memmove(buffer_.data(), buffer_.data() + begin_, end_ - begin_);
    end_ -= begin_;
    begin_ = 0;
  }
  if (buffer_.size() - end_ < kChunk) buffer_.resize(std::max(buffer_.size() * 2, 2 * kChunk));
  auto count = source_.read(buffer_.data() + end_, buffer_.size() - end_);
  if (!count) return std::move(count).error();
  end_ += *count;
  at_end_ = *count == 0;
  return !at_end_;
}

/// Length of the record at begin_ up to its line feed (or the end of the input); quotes hide line feeds.
Result<std::size_t> CsvStream::find_end() {
  std::size_t scanned = 0, reopens = std::string::npos;  // a quote right behind a closing one is a doubled quote
  bool inside = false;
  has_quotes_ = false;
  has_open_quote_ = false;
  for (;;) {
    const char* const start = buffer_.data() + begin_;
    const std::size_t available = end_ - begin_;
    while (scanned < available) {
      const void* feed = inside ? nullptr : std::memchr(start + scanned, '\n', available - scanned);
      const std::size_t limit = feed != nullptr ? static_cast<std::size_t>(static_cast<const char*>(feed) - start) : available;
      const void* quote = std::memchr(start + scanned, '"', limit - scanned);
      if (quote == nullptr) {
        if (feed != nullptr) return limit;
        scanned = available;
        break;
      }
      const auto at = static_cast<std::size_t>(static_cast<const char*>(quote) - start);
      has_quotes_ = true;
      scanned = at + 1;
      if (inside) {
        inside = false;
        reopens = at + 1;
      } else {
        inside = at == 0 || at == reopens || start[at - 1] == ',' || (!started_ && at == kMark.size() && std::string_view(start, at) == kMark);
      }
    }
    if (available > kMaxRecord) return end_of_open_quote();
    const auto more = refill();
    if (!more) return more.error();
    if (!*more) return inside ? end_of_open_quote() : Result<std::size_t>(end_ - begin_);
  }
}

/// The line of a record whose quote is never closed, so that the lines behind it are still read.
Result<std::size_t> CsvStream::end_of_open_quote() {
  const void* const feed = std::memchr(buffer_.data() + begin_, '\n', end_ - begin_);
  const std::size_t length = feed != nullptr ? static_cast<std::size_t>(static_cast<const char*>(feed) - buffer_.data()) - begin_ : end_ - begin_;
  if (length > kMaxRecord) return Error{ErrorCode::LimitExceeded, "a record is longer than 16 MiB; this is no table of cases", "line " + std::to_string(line_)};
  if (++open_quotes_ > kMaxOpenQuotes)
    return Error{ErrorCode::LimitExceeded, "more than " + std::to_string(kMaxOpenQuotes) + " quotes are opened and never closed; close them", "line " + std::to_string(line_)};
  has_quotes_ = false;
  has_open_quote_ = true;
  return length;
}

Result<bool> CsvStream::next() {
  for (;;) {
    if (begin_ == end_) {
      const auto more = refill();
      if (!more) return more.error();
      if (!*more && begin_ == end_) return false;
    }
    const auto length = find_end();
    if (!length) return length.error();
    raw_ = std::string_view(buffer_).substr(begin_, *length);
    begin_ = std::min(begin_ + *length + 1, end_);
    record_line_ = line_;
    line_ += 1 + (has_quotes_ ? static_cast<std::size_t>(std::count(raw_.begin(), raw_.end(), '\n')) : 0);
    line_end_ = "\n";
    if (!raw_.empty() && raw_.back() == '\r') {
      raw_.remove_suffix(1);
      line_end_ = "\r\n";
    }
    if (!started_ && raw_.starts_with(kMark)) raw_.remove_prefix(kMark.size());
    started_ = true;
    if (raw_.empty()) continue;
    split();
    return true;
  }
}

void CsvStream::split() {
  cells_.clear();
  if (!has_quotes_) {
    const char* at = raw_.data();
    const char* const end = at + raw_.size();
    for (const char* cell = at;; ++at) {
      if (at == end || *at == ',') {
        cells_.emplace_back(cell, static_cast<std::size_t>(at - cell));
        if (at == end) return;
        cell = at + 1;
      }
    }
  }
  unescaped_.clear();
  quoted_.clear();
  bool inside = false;
  std::size_t begin = 0, reopens = std::string::npos;
  for (std::size_t i = 0; i <= raw_.size(); ++i) {
    if (i < raw_.size() && raw_[i] == '"') {
      if (inside) reopens = i + 1;
      inside = !inside && (i == begin || i == reopens);
    }
    if (i < raw_.size() && (inside || raw_[i] != ',')) continue;
    quoted_.push_back(i > begin && raw_[begin] == '"');
    cells_.push_back(unquoted(raw_.substr(begin, i - begin)));
    begin = i + 1;
  }
}

std::string_view CsvStream::unquoted(std::string_view cell) {
  if (cell.size() < 2 || cell.front() != '"' || cell.back() != '"') return cell;
  cell = cell.substr(1, cell.size() - 2);
  if (cell.find('"') == std::string_view::npos) return cell;
  std::string& plain = unescaped_.emplace_back();
  for (std::size_t i = 0; i < cell.size(); ++i) {
    plain += cell[i];
    if (cell[i] == '"' && i + 1 < cell.size() && cell[i + 1] == '"') ++i;
  }
  return plain;
}

}  // namespace restage
