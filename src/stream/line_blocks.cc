// SPDX-License-Identifier: Apache-2.0
#include "stream/line_blocks.h"

#include <algorithm>
#include <utility>

namespace restage::stream {
namespace {

constexpr std::size_t kBlockBytes = std::size_t{1} << 20;
constexpr std::size_t kLongestLine = std::size_t{64} << 20;

}  // namespace

LineBlocks::LineBlocks(std::unique_ptr<ByteSource> source, std::string first_bytes)
    : source_(std::move(source)), pending_(std::move(first_bytes)) {}

// Reads more into pending_; false at the end. A failure is kept until everything before it was handed out.
bool LineBlocks::fill() {
  if (at_end_) return false;
  const std::size_t size = pending_.size();
  pending_.resize(size + kBlockBytes);
  auto count = source_->read(pending_.data() + size, kBlockBytes);
  if (!count) {
    pending_.resize(size);
    at_end_ = true;
    failed_ = true;
    failure_ = std::move(count).error();
    return false;
  }
  pending_.resize(size + *count);
  if (*count == 0) at_end_ = true;
  return *count > 0;
}

Result<std::string> LineBlocks::take_line() {
  std::size_t end = pending_.find('\n');
  while (end == std::string::npos && pending_.size() < kLongestLine && fill()) end = pending_.find('\n');
  if (end == std::string::npos && failed_) return failure_;
  if (end == std::string::npos) end = pending_.size();
  std::string line = pending_.substr(0, end);
  pending_.erase(0, std::min(end + 1, pending_.size()));
  if (line.ends_with('\r')) line.pop_back();
  return line;
}

Result<bool> LineBlocks::next(TextBlock& block) {
  std::size_t end = std::string::npos;
  while (!at_end_ && (pending_.size() < kBlockBytes || end == std::string::npos)) {
    if (pending_.size() >= kLongestLine) {
      end = pending_.size();
      break;
    }
    (void)fill();
    end = pending_.rfind('\n');
    if (end != std::string::npos) ++end;
  }
  if (at_end_) end = pending_.size();
  if (pending_.empty()) {
    if (failed_) return failure_;
    return false;
  }
  block.input.assign(pending_, 0, end);
  pending_.erase(0, end);
  block.first_record = records_ + 1;
  records_ += static_cast<std::uint64_t>(std::count(block.input.begin(), block.input.end(), '\n')) +
              (block.input.ends_with('\n') ? 0 : 1);
  return true;
}

}  // namespace restage::stream
