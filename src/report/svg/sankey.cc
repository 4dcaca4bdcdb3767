// SPDX-License-Identifier: Apache-2.0
#include "report/svg/sankey.h"

#include <fmt/format.h>

#include <algorithm>

#include "report/svg/canvas.h"

namespace restage::report {
namespace {

constexpr double kWidth = 780, kTop = 64, kHeight = 480, kLeft = 175, kGap = 6,
                 kLine = 13;  // room for "several possible (163)"
constexpr int kBar = 16;
constexpr std::string_view kUnchanged = "#999";

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

void draw_bar(Canvas& canvas, const Bar& bar, double x, std::string_view name, double count, bool left) {
  canvas.rectangle(x, bar.top, kBar, std::max(1.0, bar.height), Paint::solid(color::kBar));
  canvas.text(left ? x - 8 : x + kBar + 8, bar.top + bar.height / 2, fmt::format("{} ({:.0f})", name, count),
              {.anchor = left ? "end" : "start", .centered = true});
}

/// What flows from one group to another, as wide as it is frequent.
std::string ribbon(double from, double to, double left, double right, double left_width, double right_width) {
  return fmt::format(
      "M{0:.1f},{1:.1f} C{2:.1f},{1:.1f} {2:.1f},{3:.1f} {4:.1f},{3:.1f} L{4:.1f},{5:.1f} C{2:.1f},{5:.1f} "
      "{2:.1f},{6:.1f} {0:.1f},{6:.1f} Z",
      from, left, (from + to) / 2, right, to, right + right_width, left + left_width);
}

void draw_ribbons(Canvas& canvas, const statement::MigrationTable& table, std::vector<Bar>& left,
                  std::vector<Bar>& right, const std::vector<double>& rows, const std::vector<double>& columns) {
  const double from = kLeft + kBar, to = kWidth - kLeft - kBar;
  for (std::size_t i = 0; i < rows.size(); ++i)
    for (std::size_t k = 0; k < columns.size(); ++k) {
      const auto count = static_cast<double>(table.counts[i][k]);
      if (count <= 0) continue;
      const double share_left = left[i].height * count / rows[i], share_right = right[k].height * count / columns[k];
      const bool same = table.before[i] == table.after[k];
      Paint paint = Paint::solid(same ? kUnchanged : color::kSeries[i % color::kSeries.size()]);
      paint.opacity = "0.45";
      canvas.path(ribbon(from, to, left[i].top + left[i].used, right[k].top + right[k].used, share_left, share_right),
                  paint, fmt::format("{} to {}: {:.0f}", table.before[i], table.after[k], count));
      left[i].used += share_left;
      right[k].used += share_right;
    }
}

}  // namespace

std::string draw_sankey(const statement::MigrationTable& table, std::string_view title, std::string_view before,
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
  Canvas canvas(Canvas::Place::Alone, "sankey");
  canvas.text(kWidth / 2, 24, title, {.anchor = "middle", .size = 16});
  canvas.text(kLeft + kBar / 2.0, 48, before, {.anchor = "middle", .bold = true});
  canvas.text(kWidth - kLeft - kBar / 2.0, 48, after, {.anchor = "middle", .bold = true});
  if (table.total > 0) {
    draw_ribbons(canvas, table, left, right, rows, columns);
    for (std::size_t i = 0; i < rows.size(); ++i) draw_bar(canvas, left[i], kLeft, table.before[i], rows[i], true);
    for (std::size_t k = 0; k < columns.size(); ++k)
      draw_bar(canvas, right[k], kWidth - kLeft - kBar, table.after[k], columns[k], false);
  }
  return std::move(canvas).finish(
      kWidth, lowest + 24, title,
      fmt::format("{} cases; {} have another group under the second edition.", table.total, table.moved));
}

}  // namespace restage::report
