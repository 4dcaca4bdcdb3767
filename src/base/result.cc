// SPDX-License-Identifier: Apache-2.0
#include "base/result.h"

namespace restage {

std::string_view to_string(ErrorCode code) noexcept {
  switch (code) {
    case ErrorCode::FileUnreadable:
      return "file-unreadable";
    case ErrorCode::FileUnwritable:
      return "file-unwritable";
    case ErrorCode::NotSupported:
      return "not-supported";
    case ErrorCode::Malformed:
      return "malformed";
    case ErrorCode::LimitExceeded:
      return "limit-exceeded";
    case ErrorCode::NotFound:
      return "not-found";
    case ErrorCode::InvalidArgument:
      return "invalid-argument";
    case ErrorCode::Interrupted:
      return "interrupted";
  }
  return "unknown";
}

}  // namespace restage
