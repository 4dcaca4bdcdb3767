// SPDX-License-Identifier: Apache-2.0
#include "formats/response_document/json_values.h"

namespace restage::response_document {
namespace {

constexpr std::size_t kBufferSize = std::size_t{1} << 18;
constexpr std::size_t kLargestObject = std::size_t{64} << 20;

}  // namespace

Result<bool> JsonValues::fill() {
  if (buffer_.empty()) buffer_.resize(kBufferSize);
  const auto count = source_->read(buffer_.data(), buffer_.size());
  if (!count) return count.error();
  at_ = 0;
  end_ = *count;
  return *count > 0;
}

Result<bool> JsonValues::next(std::string& object) {
  object.clear();
  int depth = 0;
  bool in_string = false;
  bool escaped = false;
  for (;;) {
    if (at_ == end_) {
      const auto more = fill();
      if (!more) return more.error();
      if (!*more) break;
    }
    const std::size_t begin = at_;
    std::size_t keep_from = depth > 0 ? begin : end_;
    for (; at_ < end_; ++at_) {
      const char c = buffer_[at_];
      if (in_string) {
        if (escaped) {
          escaped = false;
        } else if (c == '\\') {
          escaped = true;
        } else if (c == '"') {
          in_string = false;
        }
        continue;
      }
      if (depth == 0) {
        if (c == '{') {
          depth = 1;
          keep_from = at_;
        } else if (c != '[' && c != ']' && c != ',' && c != '\n' && c != '\r' && c != ' ' && c != '\t' &&
                   static_cast<unsigned char>(c) != 0xEF && static_cast<unsigned char>(c) != 0xBB &&
                   static_cast<unsigned char>(c) != 0xBF) {
          stray_ = true;
        }
        continue;
      }
      if (c == '"') {
        in_string = true;
      } else if (c == '{' || c == '[') {
        ++depth;
      } else if ((c == '}' || c == ']') && --depth == 0) {
        ++at_;
        object.append(buffer_, keep_from, at_ - keep_from);
        ++count_;
        return true;
      }
    }
    if (keep_from < end_) object.append(buffer_, keep_from, end_ - keep_from);
    if (object.size() > kLargestObject)
      return Error{ErrorCode::LimitExceeded, "one subject is longer than 64 MB; check for a missing bracket",
                   "object " + std::to_string(count_ + 1)};
  }
  if (depth == 0) return false;
  ++count_;  // cut off: the parser will say what is missing
  return true;
}

}  // namespace restage::response_document
