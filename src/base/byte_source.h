// SPDX-License-Identifier: Apache-2.0
#pragma once
// ByteSource: reads a file, standard input or memory as a stream of bytes, inflating gzip on the way.
//
// The caller owns the source and pulls; memory stays bounded by the caller's buffer plus one window. A cut or
// damaged gzip stream gives the bytes up to the damage and then an error, so that good records are still used.
// Not thread-safe.
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "base/result.h"

namespace restage {

class ByteSource {
 public:
  virtual ~ByteSource() = default;
  /// Fills up to `size` bytes; 0 means the end. An error is final. A signal whose handler does not restart
  /// system calls ends a waiting read with ErrorCode::Interrupted.
  virtual Result<std::size_t> read(char* buffer, std::size_t size) = 0;
  /// Bytes taken from the file so far, compressed ones when it is compressed: for progress.
  virtual std::uint64_t position() const noexcept { return 0; }

  /// Opens a path; "-" is standard input. A directory or an unreadable file is an error naming the path.
  /// gzip is recognised by its first bytes, not by the name.
  static Result<std::unique_ptr<ByteSource>> open(const std::string& path);
  /// Reads from memory, which must outlive the source. gzip is recognised here as well.
  static std::unique_ptr<ByteSource> from_memory(std::string_view bytes);
  /// A first piece that was already taken from a source, then the rest of it. The source must outlive this one.
  static std::unique_ptr<ByteSource> after(std::string head, ByteSource& rest);
};

/// Everything a source holds. Beyond `limit` bytes: ErrorCode::LimitExceeded.
Result<std::string> read_all(ByteSource& source, std::size_t limit);
/// open + read_all.
Result<std::string> read_file(const std::string& path, std::size_t limit = std::size_t{4} << 30);

}  // namespace restage
