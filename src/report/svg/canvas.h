// SPDX-License-Identifier: Apache-2.0
#pragma once
// Canvas: writes one SVG picture. Styles of response categories live here, so that all pictures agree.
#include <string>
#include <string_view>

#include "response/criterion.h"

namespace restage::report {

struct CategoryStyle {
  std::string_view id;     ///< of the fill pattern
  std::string_view color;  ///< Okabe and Ito's set, told apart with color vision deficiency
  char shape;              ///< of its mark: o circle, s square, d diamond, x cross, n none
};
CategoryStyle style_of(const response::Criterion& criterion, std::string_view response);

class Canvas {
 public:
  Canvas(int width, int height, std::string_view title);
  void line(double x1, double y1, double x2, double y2, std::string_view color, double width = 1,
            std::string_view dash = {});
  void text(double x, double y, std::string_view content, std::string_view anchor = "start", int size = 12,
            int turn = 0);
  void bar(double x, double y, double width, double height, const CategoryStyle& style);
  void mark(double x, double y, const CategoryStyle& style, double size = 5);
  void path(std::string_view points, std::string_view color, double width = 1.5, std::string_view dash = {});
  void arrow(double x, double y);
  /// Legend of the categories a picture uses, from (x, y) to the right.
  void legend(double x, double y, const response::Criterion& criterion, const std::vector<std::string>& names,
              bool marks);
  std::string finish() &&;

 private:
  std::string svg_;
};

/// A step of 1, 2 or 5 times a power of ten that cuts `span` into about `count` parts.
double nice_step(double span, int count);

}  // namespace restage::report
