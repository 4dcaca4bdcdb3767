// SPDX-License-Identifier: Apache-2.0
#pragma once
// The classifications a stage statement can have, and the axes of a TNM category.
#include <cstdint>
#include <optional>
#include <string_view>

namespace restage {

/// SOURCE: AJCC 8 and UICC 8, general rules: clinical, pathological, after therapy (clinical and
/// pathological), at recurrence or retreatment, at autopsy.
enum class Classification : std::uint8_t {
  Clinical,
  Pathological,
  PostTherapyClinical,
  PostTherapyPathological,
  Recurrence,
  Autopsy
};

/// c, p, yc, yp, r, a.
std::string_view to_string(Classification classification) noexcept;
std::optional<Classification> parse_classification(std::string_view text) noexcept;

enum class Axis : std::uint8_t { T, N, M, Group };
std::string_view to_string(Axis axis) noexcept;

}  // namespace restage
