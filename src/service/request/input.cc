// SPDX-License-Identifier: Apache-2.0
#include "service/request/input.h"

#include <utility>

namespace restage::service {

Input Input::path(std::string path) { return {Kind::Path, std::move(path)}; }

Input Input::memory(std::string name, std::string_view bytes) {
  Input input(Kind::Memory, std::move(name));
  input.bytes_ = bytes;
  return input;
}

Input Input::source(std::string name, std::unique_ptr<ByteSource> source) {
  Input input(Kind::Source, std::move(name));
  input.source_ = std::move(source);
  return input;
}

Result<std::unique_ptr<ByteSource>> Input::open() {
  switch (kind_) {
    case Kind::Path:
      return ByteSource::open(name_);
    case Kind::Memory:
      return ByteSource::from_memory(bytes_);
    case Kind::Source:
      break;
  }
  if (source_ == nullptr) return Error{ErrorCode::InvalidArgument, "the source has been read already", name_};
  return std::move(source_);
}

}  // namespace restage::service
