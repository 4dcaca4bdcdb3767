// SPDX-License-Identifier: Apache-2.0
#pragma once
// The packs compiled into the program, as text. Use of a pack starts at rules/pack_library.h.
#include <string_view>

namespace restage::rules {

/// All pack files joined: a line "==> path <==" before the content of each file, sorted by path.
std::string_view embedded_pack_bundle() noexcept;

}  // namespace restage::rules
