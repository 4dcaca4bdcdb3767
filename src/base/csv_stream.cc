// SPDX-License-Identifier: Apache-2.0
#include "base/csv_stream.h"

#include <algorithm>
#include <bit>
#include <cstdint>
#include <cstring>

#include "base/csv_quotes.h"

#if defined(__SSE2__)
#include <emmintrin.h>
#endif

namespace restage {
namespace {

/// What stands in a block of bytes, a bit for each.
struct Marks {
  std::uint64_t commas = 0;  ///< or another separator
  std::uint64_t stops = 0;   ///< line feeds and quotes
};
constexpr std::size_t kBlock = 64;

Marks marks_of(const char* block, char separator) {
  Marks marks;
#if defined(__SSE2__)
  for (int part = 0; part < 4; ++part) {
    const __m128i bytes = _mm_loadu_si128(reinterpret_cast<const __m128i*>(block) + part);
    const __m128i commas = _mm_cmpeq_epi8(bytes, _mm_set1_epi8(separator));
    const __m128i stops =
        _mm_or_si128(_mm_cmpeq_epi8(bytes, _mm_set1_epi8('\n')), _mm_cmpeq_epi8(bytes, _mm_set1_epi8('"')));
    marks.commas |= static_cast<std::uint64_t>(static_cast<std::uint32_t>(_mm_movemask_epi8(commas))) << (16 * part);
    marks.stops |= static_cast<std::uint64_t>(static_cast<std::uint32_t>(_mm_movemask_epi8(stops))) << (16 * part);
  }
#else
  for (std::size_t i = 0; i < kBlock; ++i) {
    marks.commas |= std::uint64_t{block[i] == separator} << i;
    marks.stops |= std::uint64_t{block[i] == '\n' || block[i] == '"'} << i;
  }
#endif
  return marks;
}

/// How many bits are set; spelled out because the plainest processors have no instruction for it.
std::size_t count_of(std::uint64_t bits) {
  bits -= (bits >> 1) & 0x5555'5555'5555'5555;
  bits = (bits & 0x3333'3333'3333'3333) + ((bits >> 2) & 0x3333'3333'3333'3333);
  bits = (bits + (bits >> 4)) & 0x0F0F'0F0F'0F0F'0F0F;
  return static_cast<std::size_t>(bits * 0x0101'0101'0101'0101 >> 56);
}

constexpr std::size_t kChunk = std::size_t{1} << 18;
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
  auto count = source_.read(buffer_.data() + end_,
                            buffer_.size() - end_ - sizeof(std::uint64_t));  // FilledCell::word_at() reads on
  if (!count) return std::move(count).error();
  end_ += *count;
  at_end_ = *count == 0;
  return !at_end_;
}

/// A record without quotes that lies in the buffer as a whole: its end and its filled cells in one pass over bits,
/// which makes empty cells cost next to nothing. False: no such record is there.
bool CsvStream::take_plain_record() {
  const char* const start = buffer_.data() + begin_;
  const char* const last = buffer_.data() + end_;
  const char* cell = start;      // begin of the first cell that ends in the block
  std::uint64_t behind_end = 1;  // the byte before the block ended a cell
  std::size_t column = 0;        // cells that ended before the block
  filled_.clear();
  for (const char* block = start; last - block >= static_cast<std::ptrdiff_t>(kBlock); block += kBlock) {
    const Marks marks = marks_of(block, separator_);
    const std::uint64_t stop = marks.stops & -marks.stops;
    const std::uint64_t ends = stop == 0 ? marks.commas : (marks.commas & (stop - 1)) | stop;
    for (std::uint64_t filled = ends & ~(ends << 1 | behind_end); filled != 0; filled &= filled - 1) {
      const std::uint64_t before = ends & ((filled & -filled) - 1);
      const char* const begin = before == 0 ? cell : block + (64 - std::countl_zero(before));
      const char* const end = block + std::countr_zero(filled);
      const auto size = static_cast<std::size_t>(end - begin);
      filled_.push_back(
          {static_cast<std::uint32_t>(column + count_of(before)), {begin, size}, FilledCell::word_at(begin, size)});
    }
    column += count_of(ends);
    if (stop == 0) {
      behind_end = ends >> 63;
      if (ends != 0) cell = block + (64 - std::countl_zero(ends));
      continue;
    }
    const char* const end = block + std::countr_zero(stop);
    if (*end == '"') return false;
    const bool has_return = end > start && end[-1] == '\r';
    if (has_return) {  // it made the last cell a filled one
      FilledCell& cell_with_return = filled_.back();
      cell_with_return.text.remove_suffix(1);
      cell_with_return.word = FilledCell::word_of(cell_with_return.text);
      if (cell_with_return.text.empty()) filled_.pop_back();
    }
    raw_ = {start, static_cast<std::size_t>(end - start) - (has_return ? 1 : 0)};
    line_end_ = has_return ? "\r\n" : "\n";
    size_ = column;
    is_split_ = false;
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
      const void* feed =
          inside && reread_ <= kMostCsvReread ? nullptr : std::memchr(start + scanned, '\n', available - scanned);
      const std::size_t limit =
          feed != nullptr ? static_cast<std::size_t>(static_cast<const char*>(feed) - start) : available;
      const void* quote = std::memchr(start + scanned, '"', limit - scanned);
      if (quote == nullptr) {
        if (feed != nullptr) return inside ? end_of_open_quote() : Result<std::size_t>(limit);
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
        inside = at == 0 || at == reopens || start[at - 1] == separator_ ||
                 (!started_ && at == kMark.size() && std::string_view(start, at) == kMark);
      }
    }
    if (available > kLongestCsvRecord) return end_of_open_quote();
    const auto more = refill();
    if (!more) return more.error();
    if (!*more) return inside ? end_of_open_quote() : Result<std::size_t>(end_ - begin_);
  }
}

/// The line of a record whose quote is never closed, so that the lines behind it are still read.
Result<std::size_t> CsvStream::end_of_open_quote() {
  const void* const feed = std::memchr(buffer_.data() + begin_, '\n', end_ - begin_);
  const std::size_t length = feed != nullptr
                                 ? static_cast<std::size_t>(static_cast<const char*>(feed) - buffer_.data()) - begin_
                                 : end_ - begin_;
  if (length > kLongestCsvRecord)
    return Error{ErrorCode::LimitExceeded, "a record is longer than 16 MiB; this is no table of cases",
                 "line " + std::to_string(line_)};
  reread_ += end_ - begin_ - length;
  has_quotes_ = false;
  has_open_quote_ = true;
  return length;
}

/// Length of the record at begin_, which is one line where its quotes are broken.
Result<std::size_t> CsvStream::find_record() {
  auto length = find_end();
  if (!length || !has_quotes_) return length;
  std::string_view record = std::string_view(buffer_).substr(begin_, *length);
  if (record.ends_with('\r')) record.remove_suffix(1);
  if (!started_ && record.starts_with(kMark)) record.remove_prefix(kMark.size());
  if (!is_broken_csv_record(record, separator_)) return length;
  reread_ += record.size();
  has_quotes_ = false;
  has_open_quote_ = true;
  return buffer_.find('\n', begin_) - begin_;
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
    const auto length = find_record();
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

const std::vector<std::string_view>& CsvStream::cells() {
  if (is_split_) return cells_;
  cells_.assign(size_, {});
  for (const FilledCell& cell : filled_) cells_[cell.column] = cell.text;
  is_split_ = true;
  return cells_;
}

void CsvStream::split() {
  cells_.clear();
  unescaped_.clear();
  quoted_.clear();
  bool inside = false;
  std::size_t begin = 0, reopens = std::string::npos;
  for (std::size_t i = 0; i <= raw_.size(); ++i) {
    if (has_quotes_ && i < raw_.size() && raw_[i] == '"') {
      if (inside) reopens = i + 1;
      inside = !inside && (i == begin || i == reopens);
    }
    if (i < raw_.size() && (inside || raw_[i] != separator_)) continue;
    quoted_.push_back(has_quotes_ && i > begin && raw_[begin] == '"');
    const std::string_view cell = raw_.substr(begin, i - begin);
    cells_.push_back(has_quotes_ ? unquoted(cell) : cell);
    begin = i + 1;
  }
  is_split_ = true;
  size_ = cells_.size();
  find_filled(cells_, filled_);
}

std::string_view CsvStream::unquoted(std::string_view cell) {
  if (!cell.starts_with('"') || closing_csv_quote(cell, 0) != cell.size() - 1) return cell;
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
