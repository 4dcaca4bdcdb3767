// SPDX-License-Identifier: Apache-2.0
#include "base/csv_stream.h"

#include <algorithm>
#include <cstring>

namespace restage {
namespace {
constexpr std::size_t kChunk = std::size_t{1} << 18;
constexpr std::size_t kMaxRecord = std::size_t{16} << 20;
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
  std::size_t scanned = 0;
  bool inside = false;
  has_quotes_ = false;
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
      has_quotes_ = true;
      inside = !inside;
      scanned = static_cast<std::size_t>(static_cast<const char*>(quote) - start) + 1;
    }
    if (available > kMaxRecord)
      return Error{ErrorCode::LimitExceeded, "a record is longer than 16 MiB; a closing quote is missing", "line " + std::to_string(line_)};
    const auto more = refill();
    if (!more) return more.error();
    if (!*more) return end_ - begin_;
  }
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
    if (!started_ && raw_.substr(0, 3) == "\xEF\xBB\xBF") raw_.remove_prefix(3);
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
  bool inside = false;
  std::size_t begin = 0;
  for (std::size_t i = 0; i <= raw_.size(); ++i) {
    if (i < raw_.size() && raw_[i] == '"') inside = !inside;
    if (i < raw_.size() && (inside || raw_[i] != ',')) continue;
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
