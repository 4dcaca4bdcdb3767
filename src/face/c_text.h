// SPDX-License-Identifier: Apache-2.0
#pragma once
// What every entry of the C interface shares: errors as codes, texts that the caller frees.
#include <string>

#include "base/result.h"
#include "restage/restage.h"

namespace restage::face {

/// An error keeps its code through every layer.
restage_status status_of(ErrorCode code) noexcept;
/// For restage_free_text; null when there is no memory.
char* copy_text(const std::string& text) noexcept;

}  // namespace restage::face
