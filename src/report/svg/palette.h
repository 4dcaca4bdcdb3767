// SPDX-License-Identifier: Apache-2.0
#pragma once
// The colors, patterns and shapes of pictures that stand alone. Colors are Okabe and Ito's set, told apart with color
// vision deficiency; patterns and shapes tell the same apart in grey.
#include <array>
#include <cstdint>
#include <string_view>

namespace restage::report {

namespace color {
inline constexpr std::string_view kInk = "#222";
inline constexpr std::string_view kPaper = "#fff";
inline constexpr std::string_view kGrid = "#ddd";
inline constexpr std::string_view kMiddle = "#999";
inline constexpr std::string_view kBar = "#444";
inline constexpr std::string_view kThread = "#777";
inline constexpr std::string_view kBlue = "#0072b2";
inline constexpr std::string_view kVermilion = "#d55e00";
/// Of series side by side: without red and green beside each other.
inline constexpr std::array<std::string_view, 6> kSeries = {"#3b6fb6", "#c46a1b", "#6b4fa0",
                                                            "#2b8a83", "#a8477d", "#7a7a2c"};
}  // namespace color

enum class Pattern : std::uint8_t { Solid, Stripes, Dots, Dashes, Crosses, Empty };
enum class Shape : std::uint8_t { Square, Circle, Diamond, Triangle, Cross, Ring };

/// One kind of thing in a picture: the fill of its bars, the color and shape of its marks.
struct MarkStyle {
  Pattern pattern = Pattern::Empty;
  std::string_view color;
  Shape shape = Shape::Ring;
};

/// Part of the id of a pattern.
constexpr std::string_view id_of(Pattern pattern) {
  constexpr std::string_view kIds[] = {"solid", "stripes", "dots", "dashes", "crosses", "empty"};
  return kIds[static_cast<std::size_t>(pattern)];
}

}  // namespace restage::report
