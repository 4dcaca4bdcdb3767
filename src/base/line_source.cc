// SPDX-License-Identifier: Apache-2.0
#include "base/line_source.h"

#include <algorithm>
#include <cstring>

namespace restage {
namespace {
constexpr std::size_t kChunk = std::size_t{256} << 10;
constexpr std::string_view kMark = "\xEF\xBB\xBF";
}  // namespace

Result<bool> LineSource::next() {
  std::size_t searched = begin_;
  const char* feed = nullptr;
  for (;;) {
    feed = begin_ == end_ ? nullptr
                          : static_cast<const char*>(std::memchr(buffer_.data() + searched, '\n', end_ - searched));
    if (feed != nullptr || at_end_) break;
    searched = end_ - begin_;
    std::memmove(buffer_.data(), buffer_.data() + begin_, searched);
    end_ = searched;
    begin_ = 0;
    if (end_ > limit_)
      return Error{ErrorCode::LimitExceeded, "a line is longer than " + std::to_string(limit_ >> 20) + " MiB",
                   "line " + std::to_string(number_ + 1)};
    if (buffer_.size() - end_ < kChunk) buffer_.resize(std::max(buffer_.size() * 2, 2 * kChunk));
    auto count = source_.read(buffer_.data() + end_, buffer_.size() - end_);
    if (!count) return std::move(count).error();
    end_ += *count;
    at_end_ = *count == 0;
  }
  if (feed == nullptr && begin_ == end_) return false;
  const std::size_t stop = feed == nullptr ? end_ : static_cast<std::size_t>(feed - buffer_.data());
  line_ = std::string_view(buffer_).substr(begin_, stop - begin_);
  begin_ = std::min(stop + 1, end_);
  if (!line_.empty() && line_.back() == '\r') line_.remove_suffix(1);
  if (number_++ == 0 && line_.starts_with(kMark)) line_.remove_prefix(kMark.size());
  return true;
}

}  // namespace restage
