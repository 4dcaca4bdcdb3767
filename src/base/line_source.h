// SPDX-License-Identifier: Apache-2.0
#pragma once
// LineSource: the lines of a ByteSource of any length, in memory bounded by the longest line.
//
// A line is valid until the next call, without its end (LF or CRLF). A byte order mark is skipped. Not thread-safe.
#include <string>
#include <string_view>

#include "base/byte_source.h"

namespace restage {

class LineSource {
 public:
  /// A line of more than `limit` bytes is an error.
  LineSource(ByteSource& source, std::size_t limit) : source_(source), limit_(limit) {}
  /// false at the end.
  Result<bool> next();
  std::string_view line() const noexcept { return line_; }
  std::size_t number() const noexcept { return number_; }  ///< of the line, 1-based

 private:
  ByteSource& source_;
  std::size_t limit_;
  std::string buffer_;
  std::size_t begin_ = 0;
  std::size_t end_ = 0;
  std::size_t number_ = 0;
  bool at_end_ = false;
  std::string_view line_;
};

}  // namespace restage
