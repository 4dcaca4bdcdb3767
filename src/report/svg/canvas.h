// SPDX-License-Identifier: Apache-2.0
#pragma once
// Canvas: writes one SVG picture; the only place that writes the format. A picture stands alone (a file of its own, on
// white, colors and patterns inside) or on a page, whose style sheet colors it by class. Every picture has a title and
// a description that are read aloud. Text is escaped here. Not thread-safe; positions are binary floating point.
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "report/svg/palette.h"

namespace restage::report {

/// A position or length in the units of the picture: whole numbers as they are, others with one decimal.
class Length {
 public:
  Length(int whole) : value_(whole), whole_(true) {}  // NOLINT(google-explicit-constructor)
  Length(double value) : value_(value) {}             // NOLINT(google-explicit-constructor)
  void append_to(std::string& text) const;
  double value() const { return value_; }

 private:
  double value_;
  bool whole_ = false;
};

struct Spot {
  double x = 0;
  double y = 0;
};

/// How a shape is painted: by a class of the page, or by colors.
struct Paint {
  std::string css;
  std::string fill;
  std::string_view stroke;
  double width = 0;  ///< of the stroke; 0: as inherited
  std::string_view dash;
  std::string_view opacity;  ///< of the fill

  static Paint by_class(std::string css) { return {std::move(css), {}, {}, 0, {}, {}}; }
  static Paint solid(std::string_view color) { return {{}, std::string(color), {}, 0, {}, {}}; }
  static Paint line(std::string_view color, double width = 1, std::string_view dash = {}) {
    return {{}, {}, color, width, dash, {}};
  }
};

struct TextStyle {
  std::string_view css = {};
  std::string_view anchor = {};  ///< middle, end; empty: start
  int size = 0;                  ///< 0: that of the picture
  bool bold = false;
  bool centered = false;  ///< on its line, not above it
  int turn = 0;           ///< degrees
};

struct LegendEntry {
  std::string name;
  MarkStyle style;
};

class Canvas {
 public:
  enum class Place { Alone, OnPage };
  enum class Break { Line, None };

  /// `key` makes the ids of this picture unique where several are on one page.
  Canvas(Place place, std::string key) : place_(place), key_(std::move(key)) {}

  void line(Length x1, Length y1, Length x2, Length y2, const Paint& paint, Break then = Break::Line);
  void rectangle(Length x, Length y, Length width, Length height, const Paint& paint, int round = 0);
  void circle(Length x, Length y, Length radius, const Paint& paint);
  /// `shape` in the language of paths; `hover` is shown under the pointer.
  void path(std::string_view shape, const Paint& paint, std::string_view hover = {});
  void polyline(std::span<const Spot> spots, Paint paint);
  void text(Length x, Length y, std::string_view content, const TextStyle& style = {});

  /// What belongs together, with the words shown under the pointer.
  void begin_group(std::string_view hover);
  void end_group(Break then = Break::Line);
  /// What is drawn from here on lies behind all else.
  void go_behind() { behind_ = true; }

  /// A bar filled with the pattern of a style, and a mark of its shape.
  void bar(double x, double y, double width, double height, const MarkStyle& style);
  void mark(double x, double y, const MarkStyle& style, double size = 5);
  void arrow(double x, double y);
  /// From (x, y) to the right, as marks or as filled boxes.
  void legend(double x, double y, const std::vector<LegendEntry>& entries, bool marks);

  std::string finish(double width, double height, std::string_view title, std::string_view description) &&;

 private:
  std::string& out() { return behind_ ? back_ : front_; }
  void attribute(std::string_view name, Length value);
  void attribute(std::string_view name, std::string_view value);
  void paint(const Paint& paint);
  void open(std::string_view tag, const std::string& css);
  void end_element(Break then = Break::Line);
  std::string patterns() const;

  Place place_;
  std::string key_;
  std::string front_, back_;
  bool behind_ = false;
  bool in_group_ = false;
  bool uses_patterns_ = false;
};

}  // namespace restage::report
