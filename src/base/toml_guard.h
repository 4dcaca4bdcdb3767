// SPDX-License-Identifier: Apache-2.0
#pragma once
// Finds table headers that toml++ 3.3 must not see: it takes for granted that a key follows `[`, asserts it in
// debug builds and assumes it in others. Everything else that is wrong in TOML it reports itself.
#include <cstddef>
#include <optional>
#include <string_view>

namespace restage {

struct TomlPlace {
  std::size_t line = 1;
  std::size_t column = 1;
};

/// The first `[` or `[[` at the start of a statement that no key follows; nullopt when there is none.
std::optional<TomlPlace> find_keyless_toml_header(std::string_view text) noexcept;

}  // namespace restage
