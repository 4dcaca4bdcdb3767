// SPDX-License-Identifier: Apache-2.0
#include "base/csv_stream.h"

#include <algorithm>
#include <bit>
#include <cstdint>
#include <cstring>

#if defined(__SSE2__)
#include <emmintrin.h>
#endif

namespace restage {
namespace {

/// What stands in a block of bytes, a bit for each.
struct Marks {
  std::uint32_t commas = 0;
  std::uint32_t stops = 0;  ///< line feeds and quotes
};
constexpr std::size_t kBlock = 16;

Marks marks_of(const char* block) {
#if defined(__SSE2__)
  const __m128i bytes = _mm_loadu_si128(reinterpret_cast<const __m128i*>(block));
  const auto equal = [bytes](char c) { return static_cast<std::uint32_t>(_mm_movemask_epi8(_mm_cmpeq_epi8(bytes, _mm_set1_epi8(c)))); };
  return {equal(','), equal('\n') | equal('"')};
#else
  Marks marks;
  for (std::size_t i = 0; i < kBlock; ++i) {
    marks.commas |= std::uint32_t{block[i] == ','} << i;
    marks.stops |= std::uint32_t{block[i] == '\n' || block[i] == '"'} << i;
  }
  return marks;
#endif
}

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

/// A record without quotes that lies in the buffer as a whole, found and split in one pass; false: none is there.
bool CsvStream::take_plain_record() {
  const char* const start = buffer_.data() + begin_;
  const char* const last = buffer_.data() + end_;
  const char* cell = start;
  std::string_view* next = cells_.data();
  const std::string_view* limit = next + cells_.size();
  const auto add = [&](const char* end) {
    if (next == limit) {
      const auto count = static_cast<std::size_t>(next - cells_.data());
      cells_.resize(count * 2 + 8);
      next = cells_.data() + count;
      limit = cells_.data() + cells_.size();
    }
    *next++ = {cell, static_cast<std::size_t>(end - cell)};
    cell = end + 1;
  };
  for (const char* block = start; last - block >= static_cast<std::ptrdiff_t>(kBlock); block += kBlock) {
    Marks marks = marks_of(block);
    if (marks.stops != 0) marks.commas &= (marks.stops & -marks.stops) - 1;
    for (; marks.commas != 0; marks.commas &= marks.commas - 1) add(block + std::countr_zero(marks.commas));
    if (marks.stops == 0) continue;
    const char* const end = block + std::countr_zero(marks.stops);
    if (*end == '"') return false;
    const bool has_return = end > start && end[-1] == '\r';
    raw_ = {start, static_cast<std::size_t>(end - start) - (has_return ? 1 : 0)};
    line_end_ = has_return ? "\r\n" : "\n";
    add(end - (has_return ? 1 : 0));
    cells_.resize(static_cast<std::size_t>(next - cells_.data()));
    begin_ += static_cast<std::size_t>(end - start) + 1;
    record_line_ = line_++;
    has_quotes_ = has_open_quote_ = false;
    return true;
  }
  return false;
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
    if (started_ && take_plain_record()) {
      if (raw_.empty()) continue;
      return true;
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
