// SPDX-License-Identifier: Apache-2.0
#include "report/svg/canvas.h"

#include <cmath>

#include <fmt/format.h>

#include "base/text.h"

namespace restage::report {
namespace {

constexpr std::string_view kPatterns = R"svg(<defs>
<pattern id="cr" width="8" height="8" patternUnits="userSpaceOnUse"><rect width="8" height="8" fill="#00527f"/></pattern>
<pattern id="pr" width="8" height="8" patternUnits="userSpaceOnUse" patternTransform="rotate(45)"><rect width="8" height="8" fill="#8fd0f5"/><rect width="3" height="8" fill="#0072b2"/></pattern>
<pattern id="sd" width="8" height="8" patternUnits="userSpaceOnUse"><rect width="8" height="8" fill="#f6efb0"/><circle cx="4" cy="4" r="1.6" fill="#6b6200"/></pattern>
<pattern id="un" width="8" height="8" patternUnits="userSpaceOnUse"><rect width="8" height="8" fill="#fbd9b5"/><path d="M0 4H8" stroke="#9a5a00" stroke-width="1.6"/></pattern>
<pattern id="pd" width="8" height="8" patternUnits="userSpaceOnUse"><rect width="8" height="8" fill="#d55e00"/><path d="M0 0L8 8M8 0L0 8" stroke="#fff" stroke-width="1.2"/></pattern>
<pattern id="ne" width="8" height="8" patternUnits="userSpaceOnUse"><rect width="8" height="8" fill="#fff"/></pattern>
</defs>
)svg";

}  // namespace

CategoryStyle style_of(const response::Criterion& criterion, std::string_view response) {
  switch (criterion.kind_of(response).value_or(response::ResponseKind::NotEvaluable)) {
    case response::ResponseKind::Complete:
      return {"cr", "#00527f", 's'};
    case response::ResponseKind::Partial:
      return {"pr", "#0072b2", 'o'};
    case response::ResponseKind::Minor:
    case response::ResponseKind::Stable:
    case response::ResponseKind::NonCompleteNonProgressive:
    case response::ResponseKind::NoDisease:
      return {"sd", "#6b6200", 'd'};
    case response::ResponseKind::Unconfirmed:
      return {"un", "#9a5a00", 't'};
    case response::ResponseKind::Progression:
      return {"pd", "#d55e00", 'x'};
    case response::ResponseKind::NotEvaluable:
      return {"ne", "#666", 'n'};
  }
  return {"ne", "#666", 'n'};
}

Canvas::Canvas(int width, int height, std::string_view title) {
  svg_ = fmt::format(
      "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {0} {1}\" width=\"{0}\" height=\"{1}\" role=\"img\" "
      "font-family=\"sans-serif\">\n<title>{2}</title>\n{3}"
      "<rect width=\"{0}\" height=\"{1}\" fill=\"#fff\"/>\n",
      width, height, text::escape_markup(title), kPatterns);
  text(16, 24, title, "start", 16);
}

void Canvas::line(double x1, double y1, double x2, double y2, std::string_view color, double width,
                  std::string_view dash) {
  svg_ += fmt::format("<line x1=\"{:.1f}\" y1=\"{:.1f}\" x2=\"{:.1f}\" y2=\"{:.1f}\" stroke=\"{}\" stroke-width=\"{}\"",
                      x1, y1, x2, y2, color, width);
  if (!dash.empty()) svg_ += fmt::format(" stroke-dasharray=\"{}\"", dash);
  svg_ += "/>\n";
}

void Canvas::text(double x, double y, std::string_view content, std::string_view anchor, int size, int turn) {
  svg_ += fmt::format("<text x=\"{:.1f}\" y=\"{:.1f}\" font-size=\"{}\" text-anchor=\"{}\" fill=\"#222\"", x, y, size,
                      anchor);
  if (turn != 0) svg_ += fmt::format(" transform=\"rotate({} {:.1f} {:.1f})\"", turn, x, y);
  svg_ += fmt::format(">{}</text>\n", text::escape_markup(content));
}

void Canvas::bar(double x, double y, double width, double height, const CategoryStyle& style) {
  svg_ += fmt::format(
      "<rect x=\"{:.1f}\" y=\"{:.1f}\" width=\"{:.1f}\" height=\"{:.1f}\" fill=\"url(#{})\" stroke=\"#222\" "
      "stroke-width=\"0.8\"/>\n",
      x, y, width, height, style.id);
}

void Canvas::mark(double x, double y, const CategoryStyle& style, double size) {
  const auto close = fmt::format("fill=\"{}\" stroke=\"#fff\" stroke-width=\"1\"/>\n", style.color);
  switch (style.shape) {
    case 's':
      svg_ += fmt::format("<rect x=\"{:.1f}\" y=\"{:.1f}\" width=\"{:.1f}\" height=\"{:.1f}\" ", x - size, y - size,
                          2 * size, 2 * size) +
              close;
      break;
    case 'o':
      svg_ += fmt::format("<circle cx=\"{:.1f}\" cy=\"{:.1f}\" r=\"{:.1f}\" ", x, y, size) + close;
      break;
    case 'd':
      svg_ += fmt::format("<path d=\"M{:.1f} {:.1f}l{s:.1f} {s:.1f}l-{s:.1f} {s:.1f}l-{s:.1f} -{s:.1f}z\" ", x,
                          y - size, fmt::arg("s", size)) +
              close;
      break;
    case 't':
      svg_ += fmt::format("<path d=\"M{:.1f} {:.1f}l{s:.1f} {t:.1f}h-{t:.1f}z\" ", x, y - size, fmt::arg("s", size),
                          fmt::arg("t", 2 * size)) +
              close;
      break;
    case 'x':
      svg_ += fmt::format("<circle cx=\"{:.1f}\" cy=\"{:.1f}\" r=\"{:.1f}\" fill=\"#fff\"/>\n", x, y, size + 2);
      svg_ += fmt::format(
          "<path d=\"M{0:.1f} {1:.1f}L{2:.1f} {3:.1f}M{2:.1f} {1:.1f}L{0:.1f} {3:.1f}\" stroke=\"{4}\" "
          "stroke-width=\"2.6\"/>\n",
          x - size, y - size, x + size, y + size, style.color);
      break;
    default:
      svg_ += fmt::format("<circle cx=\"{:.1f}\" cy=\"{:.1f}\" r=\"{:.1f}\" fill=\"#fff\" stroke=\"{}\"/>\n", x, y,
                          size - 1, style.color);
  }
}

void Canvas::path(std::string_view points, std::string_view color, double width, std::string_view dash) {
  svg_ += fmt::format("<path d=\"{}\" fill=\"none\" stroke=\"{}\" stroke-width=\"{}\"", points, color, width);
  if (!dash.empty()) svg_ += fmt::format(" stroke-dasharray=\"{}\"", dash);
  svg_ += "/>\n";
}

void Canvas::arrow(double x, double y) {
  svg_ += fmt::format("<path d=\"M{:.1f} {:.1f}l9 5l-9 5z\" fill=\"#222\"/>\n", x, y - 5);
}

void Canvas::legend(double x, double y, const response::Criterion& criterion, const std::vector<std::string>& names,
                    bool marks) {
  for (const std::string& name : names) {
    const CategoryStyle style = style_of(criterion, name);
    if (marks)
      mark(x + 8, y - 4, style);
    else
      bar(x, y - 11, 16, 12, style);
    text(x + 20, y, name, "start", 12);
    x += 34 + 8.0 * static_cast<double>(name.size());
  }
}

std::string Canvas::finish() && { return std::move(svg_) + "</svg>\n"; }

double nice_step(double span, int count) {
  if (!(span > 0)) return 1;
  const double raw = span / count;
  const double power = std::pow(10.0, std::floor(std::log10(raw)));
  for (const double factor : {1.0, 2.0, 5.0})
    if (raw <= factor * power) return factor * power;
  return 10 * power;
}

}  // namespace restage::report
