// SPDX-License-Identifier: Apache-2.0
#pragma once
// Input: one thing that a question is asked about: bytes in memory, a source already open, or a path that the caller
// names. Nothing is opened that does not stand in a request.
//
// Bytes given by view must outlive the question. An Input is read once and is not thread-safe.
#include <memory>
#include <string>
#include <string_view>

#include "base/byte_source.h"

namespace restage::service {

class Input {
 public:
  /// A file, opened when it is read; "-" is standard input.
  static Input path(std::string path);
  /// `name` stands for it in messages. gzip is recognised.
  static Input memory(std::string name, std::string_view bytes);
  static Input source(std::string name, std::unique_ptr<ByteSource> source);

  const std::string& name() const noexcept { return name_; }
  bool is_path() const noexcept { return kind_ == Kind::Path; }
  /// Opens what it stands for; an error names it. A source can be opened once, bytes and paths again.
  Result<std::unique_ptr<ByteSource>> open();

 private:
  enum class Kind { Path, Memory, Source };
  Input(Kind kind, std::string name) : kind_(kind), name_(std::move(name)) {}

  Kind kind_;
  std::string name_;
  std::string_view bytes_;
  std::unique_ptr<ByteSource> source_;
};

}  // namespace restage::service
