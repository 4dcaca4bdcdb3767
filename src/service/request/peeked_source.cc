// SPDX-License-Identifier: Apache-2.0
#include "service/request/peeked_source.h"

#include <algorithm>
#include <utility>

namespace restage::service {

Result<std::unique_ptr<PeekedSource>> PeekedSource::peek(std::unique_ptr<ByteSource> source, std::size_t size) {
  std::unique_ptr<PeekedSource> peeked(new PeekedSource(std::move(source)));
  peeked->head_.resize(size);
  std::size_t filled = 0;
  while (filled < size) {  // a source may give less than was asked for
    const auto count = peeked->source_->read(peeked->head_.data() + filled, size - filled);
    if (!count && filled == 0) return count.error();
    if (!count || *count == 0) break;
    filled += *count;
  }
  peeked->head_.resize(filled);
  return peeked;
}

Result<std::size_t> PeekedSource::read(char* buffer, std::size_t size) {
  if (given_ == head_.size()) return source_->read(buffer, size);
  const std::size_t count = std::min(size, head_.size() - given_);
  std::copy_n(head_.data() + given_, count, buffer);
  given_ += count;
  return count;
}

}  // namespace restage::service
