// SPDX-License-Identifier: Apache-2.0
#pragma once
// The yardstick of the readers: a plain parse with nlohmann-json, and a visit to every value.
#ifdef RESTAGE_HAS_NLOHMANN
#include <cstddef>
#include <string>

#include <nlohmann/json.hpp>

inline std::size_t walk(const nlohmann::json& value) {
  std::size_t count = 1;
  if (value.is_structured())
    for (const auto& child : value) count += walk(child);
  return count;
}

/// Number of values in a JSON text.
inline std::size_t parse_and_walk(const std::string& text) { return walk(nlohmann::json::parse(text, nullptr, false)); }
#endif
