// SPDX-License-Identifier: Apache-2.0
#include "report/svg/canvas.h"

#include <fmt/format.h>

#include <iterator>

#include "base/text.h"

namespace restage::report {
namespace {

struct PatternDefinition {
  Pattern pattern;
  std::string_view attributes;
  std::string_view content;
};

constexpr PatternDefinition kPatterns[] = {
    {Pattern::Solid, "", R"svg(<rect width="8" height="8" fill="#00527f"/>)svg"},
    {Pattern::Stripes, R"svg( patternTransform="rotate(45)")svg",
     R"svg(<rect width="8" height="8" fill="#8fd0f5"/><rect width="3" height="8" fill="#0072b2"/>)svg"},
    {Pattern::Dots, "",
     R"svg(<rect width="8" height="8" fill="#f6efb0"/><circle cx="4" cy="4" r="1.6" fill="#6b6200"/>)svg"},
    {Pattern::Dashes, "",
     R"svg(<rect width="8" height="8" fill="#fbd9b5"/><path d="M0 4H8" stroke="#9a5a00" stroke-width="1.6"/>)svg"},
    {Pattern::Crosses, "",
     R"svg(<rect width="8" height="8" fill="#d55e00"/><path d="M0 0L8 8M8 0L0 8" stroke="#fff" stroke-width="1.2"/>)svg"},
    {Pattern::Empty, "", R"svg(<rect width="8" height="8" fill="#fff"/>)svg"}};

}  // namespace

void Length::append_to(std::string& text) const {
  if (whole_)
    fmt::format_to(std::back_inserter(text), "{:.0f}", value_);
  else
    fmt::format_to(std::back_inserter(text), "{:.1f}", value_);
}

void Canvas::attribute(std::string_view name, Length value) {
  out().append(" ").append(name).append("=\"");
  value.append_to(out());
  out() += '"';
}

void Canvas::attribute(std::string_view name, std::string_view value) {
  if (!value.empty()) fmt::format_to(std::back_inserter(out()), " {}=\"{}\"", name, value);
}

void Canvas::paint(const Paint& paint) {
  attribute("fill", paint.fill);
  attribute("fill-opacity", paint.opacity);
  attribute("stroke", paint.stroke);
  if (paint.width > 0) attribute("stroke-width", fmt::format("{}", paint.width));
  attribute("stroke-dasharray", paint.dash);
}

void Canvas::open(std::string_view tag, const std::string& css) {
  out().append("<").append(tag);
  attribute("class", css);
}

/// Inside a group everything stays on one line of the file.
void Canvas::end_element(Break then) {
  out() += "/>";
  if (!in_group_ && then == Break::Line) out() += '\n';
}

void Canvas::line(Length x1, Length y1, Length x2, Length y2, const Paint& look, Break then) {
  open("line", look.css);
  attribute("x1", x1);
  attribute("x2", x2);
  attribute("y1", y1);
  attribute("y2", y2);
  paint(look);
  end_element(then);
}

void Canvas::rectangle(Length x, Length y, Length width, Length height, const Paint& look, int round) {
  open("rect", look.css);
  attribute("x", x);
  attribute("y", y);
  attribute("width", width);
  attribute("height", height);
  if (round > 0) attribute("rx", Length(round));
  paint(look);
  end_element();
}

void Canvas::circle(Length x, Length y, Length radius, const Paint& look) {
  open("circle", look.css);
  attribute("cx", x);
  attribute("cy", y);
  attribute("r", radius);
  paint(look);
  end_element();
}

void Canvas::path(std::string_view shape, const Paint& look, std::string_view hover) {
  open("path", look.css);
  attribute("d", shape);
  paint(look);
  if (hover.empty()) {
    end_element();
    return;
  }
  out() += "><title>" + text::escape_markup(hover) + "</title></path>\n";
}

void Canvas::polyline(std::span<const Spot> spots, Paint look) {
  if (spots.empty()) return;
  std::string shape;
  for (const Spot& spot : spots)
    fmt::format_to(std::back_inserter(shape), "{}{:.1f} {:.1f}", shape.empty() ? "M" : "L", spot.x, spot.y);
  if (look.css.empty()) look.fill = "none";
  path(shape, look);
}

void Canvas::text(Length x, Length y, std::string_view content, const TextStyle& style) {
  open("text", std::string(style.css));
  attribute("x", x);
  attribute("y", y);
  if (style.size > 0) attribute("font-size", Length(style.size));
  attribute("text-anchor", style.anchor);
  if (style.centered) attribute("dominant-baseline", "middle");
  if (style.bold) attribute("font-weight", "bold");
  if (style.turn != 0)
    attribute("transform", fmt::format("rotate({} {:.1f} {:.1f})", style.turn, x.value(), y.value()));
  out() += ">" + text::escape_markup(content) + "</text>";
  if (!in_group_) out() += '\n';
}

void Canvas::begin_group(std::string_view hover) {
  out() += "<g><title>" + text::escape_markup(hover) + "</title>";
  in_group_ = true;
}

void Canvas::end_group(Break then) {
  in_group_ = false;
  out() += then == Break::Line ? "</g>\n" : "</g>";
}

void Canvas::bar(double x, double y, double width, double height, const MarkStyle& style) {
  uses_patterns_ = true;
  Paint look = Paint::line(color::kInk, 0.8);
  look.fill = fmt::format("url(#{}-{})", key_, id_of(style.pattern));
  rectangle(x, y, width, height, look);
}

void Canvas::mark(double x, double y, const MarkStyle& style, double size) {
  Paint look = Paint::line(color::kPaper, 1);
  look.fill = style.color;
  switch (style.shape) {
    case Shape::Square:
      rectangle(x - size, y - size, 2 * size, 2 * size, look);
      break;
    case Shape::Circle:
      circle(x, y, size, look);
      break;
    case Shape::Diamond:
      path(fmt::format("M{:.1f} {:.1f}l{s:.1f} {s:.1f}l-{s:.1f} {s:.1f}l-{s:.1f} -{s:.1f}z", x, y - size,
                       fmt::arg("s", size)),
           look);
      break;
    case Shape::Triangle:
      path(fmt::format("M{:.1f} {:.1f}l{:.1f} {t:.1f}h-{t:.1f}z", x, y - size, size, fmt::arg("t", 2 * size)), look);
      break;
    case Shape::Cross:
      circle(x, y, size + 2, Paint::solid(color::kPaper));
      path(fmt::format("M{0:.1f} {1:.1f}L{2:.1f} {3:.1f}M{2:.1f} {1:.1f}L{0:.1f} {3:.1f}", x - size, y - size, x + size,
                       y + size),
           Paint::line(style.color, 2.6));
      break;
    case Shape::Ring:
      look = Paint::line(style.color, 1);
      look.fill = color::kPaper;
      circle(x, y, size - 1, look);
  }
}

void Canvas::arrow(double x, double y) {
  path(fmt::format("M{:.1f} {:.1f}l9 5l-9 5z", x, y - 5), Paint::solid(color::kInk));
}

void Canvas::legend(double x, double y, const std::vector<LegendEntry>& entries, bool marks) {
  for (const auto& [name, style] : entries) {
    if (marks)
      mark(x + 8, y - 4, style);
    else
      bar(x, y - 11, 16, 12, style);
    text(x + 20, y, name);
    x += 34 + 8.0 * static_cast<double>(name.size());
  }
}

std::string Canvas::patterns() const {
  std::string defined = "<defs>\n";
  for (const PatternDefinition& each : kPatterns)
    defined +=
        fmt::format("<pattern id=\"{}-{}\" width=\"8\" height=\"8\" patternUnits=\"userSpaceOnUse\"{}>{}</pattern>\n",
                    key_, id_of(each.pattern), each.attributes, each.content);
  return defined + "</defs>\n";
}

std::string Canvas::finish(double width, double height, std::string_view title, std::string_view description) && {
  const bool alone = place_ == Place::Alone;
  std::string svg = "<svg";
  svg += alone ? " xmlns=\"http://www.w3.org/2000/svg\"" : " class=\"course\"";
  svg += fmt::format(" viewBox=\"0 0 {:.0f} {:.0f}\"", width, height);
  if (alone) svg += fmt::format(" width=\"{:.0f}\" height=\"{:.0f}\"", width, height);
  svg += fmt::format(" role=\"img\" aria-labelledby=\"{0}-title {0}-desc\"", key_);
  if (alone) svg += fmt::format(" font-family=\"system-ui, sans-serif\" font-size=\"12\" fill=\"{}\"", color::kInk);
  svg += fmt::format(">\n<title id=\"{0}-title\">{1}</title>\n<desc id=\"{0}-desc\">{2}</desc>\n", key_,
                     text::escape_markup(title), text::escape_markup(description));
  if (uses_patterns_) svg += patterns();
  if (alone) svg += fmt::format("<rect width=\"100%\" height=\"100%\" fill=\"{}\"/>\n", color::kPaper);
  return svg + back_ + front_ + "</svg>\n";
}

}  // namespace restage::report
