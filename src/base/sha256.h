// SPDX-License-Identifier: Apache-2.0
#pragma once
// Content hashes of packs and algorithm archives, as lower-case hexadecimal text.
#include <string>
#include <string_view>

namespace restage {

/// SHA-256 of the bytes, 64 hexadecimal digits.
std::string sha256_hex(std::string_view bytes);

}  // namespace restage
