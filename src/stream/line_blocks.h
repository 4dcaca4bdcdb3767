// SPDX-License-Identifier: Apache-2.0
#pragma once
// LineBlocks: lines of text in blocks of about a megabyte.
//
// A longer line makes a longer block, up to a limit of 64 MiB, beyond which the line is cut into unreadable pieces. A
// failure of the source is told after everything read before it was handed out. Not thread-safe.
#include <cstdint>
#include <memory>
#include <string>

#include "base/byte_source.h"
#include "base/result.h"
#include "stream/text_block.h"

namespace restage::stream {

class LineBlocks final : public TextSource {
 public:
  explicit LineBlocks(std::unique_ptr<ByteSource> source, std::string first_bytes = {});
  Result<bool> next(TextBlock& block) override;
  /// Takes the first line away before blocks are made (a header row). Empty at the end of the input.
  Result<std::string> take_line();

 private:
  bool fill();
  std::unique_ptr<ByteSource> source_;
  std::string pending_;
  std::uint64_t records_ = 0;
  bool at_end_ = false;
  bool failed_ = false;
  Error failure_;
};

}  // namespace restage::stream
