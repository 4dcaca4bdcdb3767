// SPDX-License-Identifier: Apache-2.0
#pragma once
// PeekedSource: a source whose beginning can be looked at before it is read. Owned by the caller, not thread-safe.
#include <memory>
#include <string>
#include <string_view>

#include "base/byte_source.h"

namespace restage::service {

class PeekedSource final : public ByteSource {
 public:
  /// Reads up to `size` bytes ahead; fails when not even the first can be read.
  static Result<std::unique_ptr<PeekedSource>> peek(std::unique_ptr<ByteSource> source, std::size_t size);

  std::string_view head() const noexcept { return head_; }
  Result<std::size_t> read(char* buffer, std::size_t size) override;
  std::uint64_t position() const noexcept override { return source_->position(); }

 private:
  explicit PeekedSource(std::unique_ptr<ByteSource> source) : source_(std::move(source)) {}
  std::unique_ptr<ByteSource> source_;
  std::string head_;
  std::size_t given_ = 0;
};

}  // namespace restage::service
