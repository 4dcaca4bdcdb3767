// SPDX-License-Identifier: Apache-2.0
#pragma once
// JsonValues: cuts a byte stream into its top-level JSON objects: one object, an array of objects, or NDJSON.
//
// Memory is one object plus one buffer, however long the stream. Strings and nesting are followed only as far
// as needed to find the end of an object; whether it is well-formed is for its parser. Not thread-safe.
#include <memory>
#include <string>
#include <string_view>

#include "base/byte_source.h"
#include "base/result.h"

namespace restage::response_document {

class JsonValues {
 public:
  explicit JsonValues(std::unique_ptr<ByteSource> source) : source_(std::move(source)) {}

  /// The next object in `object`; false at the end. An object longer than 64 MB is an error.
  Result<bool> next(std::string& object);
  /// 1 for the first object given out.
  std::size_t count() const noexcept { return count_; }
  /// True if the stream held something else than objects between the objects.
  bool has_stray_text() const noexcept { return stray_; }

 private:
  Result<bool> fill();

  std::unique_ptr<ByteSource> source_;
  std::string buffer_;
  std::size_t at_ = 0;
  std::size_t end_ = 0;
  std::size_t count_ = 0;
  bool stray_ = false;
};

}  // namespace restage::response_document
