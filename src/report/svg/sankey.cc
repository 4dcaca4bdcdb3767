// SPDX-License-Identifier: Apache-2.0
// The Sankey picture of a migration: bars for the groups of both editions, ribbons for the cases between them.
#include "report/svg/sankey.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "base/text.h"

namespace restage::report {
namespace {

constexpr double kWidth = 720, kTop = 64, kHeight = 480, kBar = 16, kLeft = 130, kGap = 6, kLine = 13;
// Distinguishable without red and green side by side; unchanged groups are grey.
constexpr std::array<std::string_view, 6> kColors = {"#3b6fb6", "#c46a1b", "#6b4fa0", "#2b8a83", "#a8477d", "#7a7a2c"};

struct Bar {
  double top = 0;
  double height = 0;
  double used = 0;
};

/// One slot a bar, never lower than its name; a picture with many thin bars grows.
std::vector<Bar> lay_out(const std::vector<double>& totals, double total) {
  std::vector<Bar> bars;
  const double room = kHeight - kGap * static_cast<double>(totals.size() - 1);
  double at = kTop;
  for (const double each : totals) {
    const double height = room * each / total, slot = std::max(height + kGap, kLine);
    bars.push_back({at + (slot - kGap - height) / 2, height, 0});
    at += slot;
  }
  return bars;
}

double lower_end(const std::vector<Bar>& bars) { return bars.empty() ? 0 : bars.back().top + bars.back().height; }

std::string bar_text(const Bar& bar, double x, std::string_view name, double count, bool left) {
  return fmt::format(
      "<rect x=\"{:.1f}\" y=\"{:.1f}\" width=\"{:.0f}\" height=\"{:.1f}\" fill=\"#444\"/>"
      "<text x=\"{:.1f}\" y=\"{:.1f}\" text-anchor=\"{}\" dominant-baseline=\"middle\">{} ({:.0f})</text>\n",
      x, bar.top, kBar, bar.height < 1 ? 1.0 : bar.height, left ? x - 8 : x + kBar + 8, bar.top + bar.height / 2,
      left ? "end" : "start", text::escape_markup(name), count);
}

}  // namespace

std::string draw_sankey(const cases::MigrationTable& table, std::string_view title, std::string_view before,
                        std::string_view after) {
  std::vector<double> rows(table.before.size(), 0), columns(table.after.size(), 0);
  for (std::size_t i = 0; i < rows.size(); ++i)
    for (std::size_t k = 0; k < columns.size(); ++k) {
      rows[i] += static_cast<double>(table.counts[i][k]);
      columns[k] += static_cast<double>(table.counts[i][k]);
    }
  const double total = std::max<double>(1, static_cast<double>(table.total));
  std::vector<Bar> left = lay_out(rows, total), right = lay_out(columns, total);
  const double lowest = std::max({kTop + kHeight, lower_end(left), lower_end(right)});
  std::string svg = fmt::format(
      "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {0:.0f} {1:.0f}\" role=\"img\" aria-labelledby=\"t d\" "
      "font-family=\"system-ui, sans-serif\" font-size=\"12\" fill=\"#222\">\n<title id=\"t\">{2}</title>\n"
      "<desc id=\"d\">{3} cases; {4} have another group under the second edition.</desc>\n"
      "<rect width=\"100%\" height=\"100%\" fill=\"#fff\"/>\n<text x=\"{5:.0f}\" y=\"24\" font-size=\"16\" "
      "text-anchor=\"middle\">{2}</text>\n",
      kWidth, lowest + 24, text::escape_markup(title), table.total, table.moved, kWidth / 2);
  svg += fmt::format("<text x=\"{:.0f}\" y=\"48\" text-anchor=\"middle\" font-weight=\"bold\">{}</text>",
                     kLeft + kBar / 2, text::escape_markup(before));
  svg += fmt::format("<text x=\"{:.0f}\" y=\"48\" text-anchor=\"middle\" font-weight=\"bold\">{}</text>\n",
                     kWidth - kLeft - kBar / 2, text::escape_markup(after));
  if (table.total == 0) return svg + "</svg>\n";
  const double from = kLeft + kBar, to = kWidth - kLeft - kBar, middle = (from + to) / 2;
  for (std::size_t i = 0; i < rows.size(); ++i)
    for (std::size_t k = 0; k < columns.size(); ++k) {
      const auto count = static_cast<double>(table.counts[i][k]);
      if (count <= 0) continue;
      const double share_left = left[i].height * count / rows[i], share_right = right[k].height * count / columns[k];
      const double a = left[i].top + left[i].used, b = right[k].top + right[k].used;
      left[i].used += share_left;
      right[k].used += share_right;
      const bool same = table.before[i] == table.after[k];
      svg += fmt::format(
          "<path fill=\"{0}\" fill-opacity=\"0.45\" d=\"M{1:.1f},{2:.1f} C{3:.1f},{2:.1f} {3:.1f},{4:.1f} "
          "{5:.1f},{4:.1f} "
          "L{5:.1f},{6:.1f} C{3:.1f},{6:.1f} {3:.1f},{7:.1f} {1:.1f},{7:.1f} Z\"><title>{8} to {9}: "
          "{10:.0f}</title></path>\n",
          same ? std::string_view("#999") : kColors[i % kColors.size()], from, a, middle, b, to, b + share_right,
          a + share_left, text::escape_markup(table.before[i]), text::escape_markup(table.after[k]), count);
    }
  for (std::size_t i = 0; i < rows.size(); ++i) svg += bar_text(left[i], kLeft, table.before[i], rows[i], true);
  for (std::size_t k = 0; k < columns.size(); ++k)
    svg += bar_text(right[k], kWidth - kLeft - kBar, table.after[k], columns[k], false);
  return svg + "</svg>\n";
}

}  // namespace restage::report
