// SPDX-License-Identifier: Apache-2.0
#pragma once
// The order in which the reference implementation comes to the keys of a case or a schema: that of its hash maps
// (buckets by spread hash, then insertion; the capacity grows from 16 and doubles at three quarters). Errors and
// visits are told in this order, so it is part of the result. Pure functions, thread-safe.
#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

namespace restage::registry {

/// Hash of a key over its UTF-16 units, high bits spread to the low ones.
std::uint32_t spread_hash(std::string_view text) noexcept;
std::uint32_t map_capacity_after_puts(std::size_t size) noexcept;  ///< grown key by key
std::uint32_t map_capacity_of_copy(std::size_t size) noexcept;     ///< made for the keys of another map
/// Indices of keys in walking order for a map of that capacity; a repeated key keeps its first place.
std::vector<std::size_t> walking_order(const std::vector<std::string_view>& keys, std::uint32_t capacity);
/// The same for a copy of a map that was filled key by key with these (distinct) keys.
std::vector<std::size_t> walking_order_of_copy(const std::vector<std::string_view>& keys);

}  // namespace restage::registry
