// SPDX-License-Identifier: Apache-2.0
#include "registry/archive/walking_order.h"

#include <algorithm>
#include <utility>

#include "registry/archive/cell.h"

namespace restage::registry {

std::uint32_t spread_hash(std::string_view text) noexcept {
  std::uint32_t hash = 0;
  const bool is_ascii =
      std::all_of(text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) < 0x80; });
  if (is_ascii) {
    for (const char c : text) hash = hash * 31 + static_cast<unsigned char>(c);
  } else {
    for (const char16_t unit : utf16_units(text)) hash = hash * 31 + unit;
  }
  return hash ^ (hash >> 16);
}

std::uint32_t map_capacity_after_puts(std::size_t size) noexcept {
  std::uint32_t capacity = 16;
  while (size > capacity / 4 * 3) capacity *= 2;
  return capacity;
}

std::uint32_t map_capacity_of_copy(std::size_t size) noexcept {
  const double wanted = static_cast<double>(static_cast<float>(size) / 0.75F + 1.0F);
  std::uint32_t capacity = 1;
  while (capacity < static_cast<std::uint32_t>(wanted)) capacity *= 2;
  return capacity;
}

std::vector<std::size_t> walking_order(const std::vector<std::string_view>& keys, std::uint32_t capacity) {
  std::vector<std::pair<std::uint32_t, std::size_t>> buckets;
  for (std::size_t i = 0; i < keys.size(); ++i)
    if (std::find(keys.begin(), keys.begin() + static_cast<std::ptrdiff_t>(i), keys[i]) ==
        keys.begin() + static_cast<std::ptrdiff_t>(i))
      buckets.emplace_back(spread_hash(keys[i]) & (capacity - 1), i);
  std::sort(buckets.begin(), buckets.end());  // in a bucket by insertion
  std::vector<std::size_t> order;
  for (const auto& [bucket, place] : buckets) order.push_back(place);
  return order;
}

std::vector<std::size_t> walking_order_of_copy(const std::vector<std::string_view>& keys) {
  const std::vector<std::size_t> original = walking_order(keys, map_capacity_after_puts(keys.size()));
  std::vector<std::string_view> walked;
  for (const std::size_t place : original) walked.push_back(keys[place]);
  std::vector<std::size_t> order = walking_order(walked, map_capacity_of_copy(keys.size()));
  for (std::size_t& place : order) place = original[place];
  return order;
}

}  // namespace restage::registry
