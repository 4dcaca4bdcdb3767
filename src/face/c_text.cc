// SPDX-License-Identifier: Apache-2.0
#include "face/c_text.h"

#include <cstdlib>
#include <cstring>

namespace restage::face {

restage_status status_of(ErrorCode code) noexcept {
  switch (code) {
    case ErrorCode::FileUnreadable:
      return RESTAGE_UNREADABLE;
    case ErrorCode::FileUnwritable:
      return RESTAGE_UNWRITABLE;
    case ErrorCode::NotSupported:
      return RESTAGE_NOT_SUPPORTED;
    case ErrorCode::Malformed:
      return RESTAGE_MALFORMED;
    case ErrorCode::LimitExceeded:
      return RESTAGE_LIMIT_EXCEEDED;
    case ErrorCode::NotFound:
      return RESTAGE_NOT_FOUND;
    case ErrorCode::InvalidArgument:
      return RESTAGE_INVALID_ARGUMENT;
    case ErrorCode::Interrupted:
      return RESTAGE_INTERRUPTED;
  }
  return RESTAGE_INTERNAL;
}

char* copy_text(const std::string& text) noexcept {
  char* copy = static_cast<char*>(std::malloc(text.size() + 1));
  if (copy != nullptr) std::memcpy(copy, text.c_str(), text.size() + 1);
  return copy;
}

}  // namespace restage::face
