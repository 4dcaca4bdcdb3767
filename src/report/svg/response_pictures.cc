// SPDX-License-Identifier: Apache-2.0
#include "report/svg/response_pictures.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <set>

#include <fmt/format.h>

#include "base/text.h"
#include "report/svg/canvas.h"
#include "report/svg/scale.h"

namespace restage::report {
namespace {

MarkStyle style_of(const response::Criterion& criterion, std::string_view response) {
  switch (criterion.kind_of(response).value_or(response::ResponseKind::NotEvaluable)) {
    case response::ResponseKind::Complete:
      return {Pattern::Solid, "#00527f", Shape::Square};
    case response::ResponseKind::Partial:
      return {Pattern::Stripes, "#0072b2", Shape::Circle};
    case response::ResponseKind::Minor:
    case response::ResponseKind::Stable:
    case response::ResponseKind::NonCompleteNonProgressive:
    case response::ResponseKind::NoDisease:
      return {Pattern::Dots, "#6b6200", Shape::Diamond};
    case response::ResponseKind::Unconfirmed:
      return {Pattern::Dashes, "#9a5a00", Shape::Triangle};
    case response::ResponseKind::Progression:
      return {Pattern::Crosses, "#d55e00", Shape::Cross};
    case response::ResponseKind::NotEvaluable:
      break;
  }
  return {Pattern::Empty, "#666", Shape::Ring};
}

std::string label_of(const statement::ResponseResult& result) {
  const std::string& reader = result.evaluator.id.empty() ? result.evaluator.role : result.evaluator.id;
  return reader.empty() ? result.subject : result.subject + " " + reader;
}

PartialDate start_of(const statement::ResponseResult& result) {
  for (const statement::Endpoint& endpoint : result.endpoints)
    if (endpoint.name == "OS") return endpoint.start;
  return result.baseline_date;
}

const statement::Endpoint* endpoint_of(const statement::ResponseResult& result, std::string_view name) {
  for (const statement::Endpoint& endpoint : result.endpoints)
    if (endpoint.name == name) return &endpoint;
  return nullptr;
}

double days_between(const PartialDate& from, const PartialDate& to) {
  return from.is_known() && to.is_known() ? static_cast<double>(to.earliest() - from.earliest()) : 0;
}

struct Bar {
  const statement::ResponseResult* result;
  double percent;
  bool new_lesion;
};

std::vector<LegendEntry> used_categories(const response::Criterion& criterion, const std::set<std::string>& seen) {
  std::vector<LegendEntry> entries;
  for (const response::ResponseCategory& category : criterion.responses)
    if (seen.contains(category.name)) entries.push_back({category.name, style_of(criterion, category.name)});
  return entries;
}

// Vertical axis of percentages with the two limits of response and progression.
void percent_axis(Canvas& canvas, double left, double right, double low, double high, const Scale& y_of) {
  const double step = nice_step(high - low, 8);
  for (double value = std::ceil(low / step) * step; value <= high + 1e-9; value += step) {
    canvas.line(left, y_of(value), right, y_of(value), Paint::line(color::kGrid));
    canvas.text(left - 6, y_of(value) + 4,
                std::abs(value) < 1e-9 ? std::string("0 %") : fmt::format("{:+.0f} %", value),
                {.anchor = "end", .size = 11});
  }
  canvas.line(left, y_of(0), right, y_of(0), Paint::line(color::kInk, 1.2));
}

void limit_lines(Canvas& canvas, double left, double right, const Scale& y_of) {
  for (const auto& [value, name] : {std::pair{20.0, "+20 %"}, std::pair{-30.0, "-30 %"}}) {
    canvas.line(left, y_of(value), right, y_of(value), Paint::line(color::kPaper, 2.4));
    canvas.line(left, y_of(value), right, y_of(value), Paint::line(color::kInk, 1.2, "6 4"));
    canvas.text(right + 4, y_of(value) + 4, name, {.size = 11});
  }
}

// A subject read by several readers stands in a picture several times; the title says so.
std::string reader_note(const std::vector<statement::ResponseResult>& results) {
  std::set<std::string> subjects;
  for (const statement::ResponseResult& result : results)
    if (!subjects.insert(result.subject).second) return "; several readers a subject, --reader shows one";
  return {};
}

}  // namespace

namespace {

/// Title in the picture as well as for those who hear it.
std::string finished(Canvas canvas, double width, double height, const std::string& title,
                     const std::string& description) {
  canvas.text(16, 24, title, {.size = 16});
  return std::move(canvas).finish(width, height, title, description);
}

/// "3 series, from -100 % to +12 %; 1 with new lesions."
std::string described(const std::vector<Bar>& bars) {
  if (bars.empty()) return "No series has a change from baseline.";
  const auto with_new = std::count_if(bars.begin(), bars.end(), [](const Bar& bar) { return bar.new_lesion; });
  return fmt::format("{} series, from {:+.1f} % to {:+.1f} %; {} with new lesions.", bars.size(), bars.back().percent,
                     bars.front().percent, with_new);
}

}  // namespace

std::string draw_waterfall(const std::vector<statement::ResponseResult>& results,
                           const response::Criterion& criterion) {
  std::vector<Bar> bars;
  std::set<std::string> seen;
  double low = -40;
  double high = 30;
  for (const statement::ResponseResult& result : results) {
    std::optional<Decimal> best;
    bool new_lesion = false;
    for (const statement::VisitResult& visit : result.visits) {
      if (visit.percent_from_baseline && (!best || *visit.percent_from_baseline < *best))
        best = visit.percent_from_baseline;
      new_lesion = new_lesion || visit.new_lesion == "yes";
    }
    if (!best) continue;
    bars.push_back({&result, best->to_double(), new_lesion});
    seen.insert(result.best_confirmed.response);
    low = std::min(low, bars.back().percent - 8);
    high = std::max(high, std::min(bars.back().percent, 120.0) + 8);
  }
  low = std::max(low, -108.0);
  std::stable_sort(bars.begin(), bars.end(), [](const Bar& a, const Bar& b) { return a.percent > b.percent; });
  const bool named = bars.size() <= 60;
  const double width = std::max(4.0, std::min(34.0, 820.0 / std::max<std::size_t>(bars.size(), 1)));
  const double left = 70;
  const double right = left + width * static_cast<double>(bars.size()) + 10;
  const double top = 60;
  const double bottom = 400;
  Canvas canvas(Canvas::Place::Alone, "waterfall");
  const Scale y_of(low, high, bottom, top);
  percent_axis(canvas, left, right, low, high, y_of);
  for (std::size_t i = 0; i < bars.size(); ++i) {
    const Bar& bar = bars[i];
    const double x = left + 5 + width * static_cast<double>(i);
    const double y = y_of(std::max(bar.percent, 0.0));
    canvas.bar(x + width * 0.08, y, width * 0.84, std::max(1.5, std::abs(y_of(bar.percent) - y_of(0))),
               style_of(criterion, bar.result->best_confirmed.response));
    if (bar.new_lesion) canvas.text(x + width / 2, std::min(y, y_of(0)) - 4, "N", {.anchor = "middle"});
    if (named)
      canvas.text(x + width / 2 + 4, bottom + 14, label_of(*bar.result), {.anchor = "end", .size = 10, .turn = -60});
  }
  limit_lines(canvas, left, right, y_of);
  canvas.legend(left, 46, used_categories(criterion, seen), false);
  canvas.text(right, 46, "N new lesion; category: best confirmed response", {.anchor = "end", .size = 11});
  return finished(std::move(canvas), std::max(right + 60, 520.0), named ? 580 : 460,
                  "Best change from baseline, " + criterion.title + reader_note(results), described(bars));
}

std::string draw_spider(const std::vector<statement::ResponseResult>& results, const response::Criterion& criterion) {
  double high = 30;
  double low = -40;
  double last = 60;
  std::set<std::string> seen;
  for (const statement::ResponseResult& result : results)
    for (const statement::VisitResult& visit : result.visits) {
      if (!visit.percent_from_baseline) continue;
      high = std::max(high, std::min(visit.percent_from_baseline->to_double(), 120.0) + 8);
      low = std::min(low, visit.percent_from_baseline->to_double() - 8);
      last = std::max(last, days_between(start_of(result), visit.date));
      seen.insert(visit.overall);
    }
  low = std::max(low, -108.0);
  const double left = 70, right = 860, top = 60, bottom = 430;
  Canvas canvas(Canvas::Place::Alone, "spider");
  const Scale y_of(low, high, bottom, top);
  const Scale x_of(0, last, left, right - 20);
  percent_axis(canvas, left, right, low, high, y_of);
  limit_lines(canvas, left, right, y_of);
  const double step = nice_step(last, 8);
  for (double day = 0; day <= last; day += step)
    canvas.text(x_of(day), bottom + 18, fmt::format("{:.0f}", day), {.anchor = "middle", .size = 11});
  canvas.text((left + right) / 2, bottom + 40, "days from the reference date", {.anchor = "middle"});
  constexpr std::string_view kDashes[] = {"", "7 3", "2 3", "9 3 2 3"};
  for (std::size_t i = 0; i < results.size(); ++i) {
    const statement::ResponseResult& result = results[i];
    std::vector<Spot> spots = {{x_of(0), y_of(0)}};
    for (const statement::VisitResult& visit : result.visits)
      if (visit.percent_from_baseline)
        spots.push_back(
            {x_of(days_between(start_of(result), visit.date)), y_of(visit.percent_from_baseline->to_double())});
    canvas.polyline(spots, Paint::line(color::kThread, 1.3, kDashes[i % 4]));
    for (const statement::VisitResult& visit : result.visits) {
      if (!visit.percent_from_baseline) continue;
      const double x = x_of(days_between(start_of(result), visit.date));
      const double y = y_of(visit.percent_from_baseline->to_double());
      canvas.mark(x, y, style_of(criterion, visit.overall));
      if (visit.new_lesion == "yes") canvas.text(x, y - 8, "N", {.anchor = "middle", .size = 11});
    }
  }
  canvas.legend(left, 46, used_categories(criterion, seen), true);
  return finished(std::move(canvas), 930, 490,
                  "Change from baseline over time, " + criterion.title + reader_note(results),
                  fmt::format("{} series over up to {:.0f} days.", results.size(), last));
}

std::string draw_swimmer(const std::vector<statement::ResponseResult>& results, const response::Criterion& criterion) {
  double last = 60;
  std::set<std::string> seen;
  for (const statement::ResponseResult& result : results) {
    if (const statement::Endpoint* os = endpoint_of(result, "OS"))
      last = std::max(last, days_between(os->start, os->date));
    for (const statement::VisitResult& visit : result.visits) {
      if (visit.overall.empty()) continue;
      last = std::max(last, days_between(start_of(result), visit.date));
      seen.insert(visit.overall);
    }
  }
  const double lane = 22;
  const double left = 190, right = 860, top = 66;
  const double bottom = top + lane * static_cast<double>(results.size());
  Canvas canvas(Canvas::Place::Alone, "swimmer");
  const Scale x_of(0, last, left, right - 20);
  const double step = nice_step(last, 8);
  for (double day = 0; day <= last; day += step) {
    canvas.line(x_of(day), top - 4, x_of(day), bottom, Paint::line(color::kGrid));
    canvas.text(x_of(day), bottom + 16, fmt::format("{:.0f}", day), {.anchor = "middle", .size = 11});
  }
  canvas.text((left + right) / 2, bottom + 36, "days from the reference date", {.anchor = "middle"});
  for (std::size_t i = 0; i < results.size(); ++i) {
    const statement::ResponseResult& result = results[i];
    const double y = top + lane * (static_cast<double>(i) + 0.5);
    canvas.text(left - 8, y + 4, label_of(result), {.anchor = "end", .size = 11});
    const PartialDate start = start_of(result);
    const statement::Endpoint* os = endpoint_of(result, "OS");
    const double end = os != nullptr ? days_between(start, os->date) : 0;
    canvas.bar(x_of(0), y - 6, std::max(1.0, x_of(end) - x_of(0)), 12,
               style_of(criterion, result.best_confirmed.response));
    for (const statement::VisitResult& visit : result.visits)
      if (!visit.overall.empty() && visit.date.is_known())
        canvas.mark(x_of(days_between(start, visit.date)), y, style_of(criterion, visit.overall), 5);
    if (os != nullptr && os->event)
      canvas.text(x_of(end) + 5, y + 4, "+ death", {.size = 11});
    else if (os != nullptr)
      canvas.arrow(x_of(end) + 2, y);
  }
  canvas.legend(left, 46, used_categories(criterion, seen), true);
  canvas.text(right + 40, 46, "bar: best confirmed response; arrow: alive at last contact",
              {.anchor = "end", .size = 11});
  return finished(std::move(canvas), 930, bottom + 70, "Time on study, " + criterion.title + reader_note(results),
                  fmt::format("{} series over up to {:.0f} days.", results.size(), last));
}

namespace {

/// Sums of one subject over time: where they lie, and what is drawn there.
class SubjectPicture {
 public:
  SubjectPicture(const statement::ResponseResult& result, const response::Criterion& criterion, const std::string& key)
      : result_(result), criterion_(criterion), canvas_(Canvas::Place::Alone, key) {
    start_ = result.baseline_date.is_known() ? result.baseline_date : start_of(result);
    double last = 60;
    if (result.baseline_sum) high_ = std::max(high_, result.baseline_sum->to_double() * 1.15);
    for (const statement::VisitResult& visit : result.visits) {
      if (visit.sum) high_ = std::max(high_, visit.sum->to_double() * 1.1);
      last = std::max(last, days_between(start_, visit.date));
    }
    y_of_ = Scale(0, high_, kBottom, kTop);
    x_of_ = Scale(0, last, kLeft + 20, kRight - 40);
  }

  std::string draw() {
    axis();
    sums();
    std::string said;
    for (const statement::VisitResult& visit : result_.visits) {
      mark(visit);
      said += (said.empty() ? "" : "; ") + visit.id + " " + visit.overall +
              (visit.sum ? ", sum " + visit.sum->text() + " " + criterion_.unit : "");
    }
    canvas_.text(kLeft, kBottom + 58,
                 "dotted: nadir that the visit is compared with; dashed: limit of partial response; N: new lesion; "
                 "marks at the top: no sum",
                 {.size = 11});
    return finished(std::move(canvas_), 930, 450, "Sum of " + label_of(result_) + ", " + criterion_.title, said + ".");
  }

 private:
  static constexpr double kLeft = 70, kRight = 860, kTop = 60, kBottom = 380;

  void axis() {
    const double step = nice_step(high_, 6);
    for (double value = 0; value <= high_; value += step) {
      canvas_.line(kLeft, y_of_(value), kRight, y_of_(value), Paint::line(color::kGrid));
      canvas_.text(kLeft - 6, y_of_(value) + 4, fmt::format("{:.0f}", value), {.anchor = "end", .size = 11});
    }
    canvas_.text(kLeft - 50, kTop - 12, criterion_.unit, {.size = 11});
    if (!result_.baseline_sum || !criterion_.limits.contains("pr_ratio")) return;
    const double limit = y_of_(result_.baseline_sum->to_double() * criterion_.limit("pr_ratio").to_double());
    canvas_.line(kLeft, limit, kRight, limit, Paint::line(color::kBlue, 1.2, "6 4"));
    canvas_.text(kRight + 4, limit + 4, "PR", {.size = 11});
  }

  void sums() {
    std::vector<Spot> line;
    std::vector<Spot> nadir;
    if (result_.baseline_sum) line.push_back({x_of_(0), y_of_(result_.baseline_sum->to_double())});
    for (const statement::VisitResult& visit : result_.visits) {
      if (!visit.sum) continue;
      const double x = x_of_(days_between(start_, visit.date));
      line.push_back({x, y_of_(visit.sum->to_double())});
      if (visit.nadir) nadir.push_back({x, y_of_(visit.nadir->to_double())});
    }
    canvas_.polyline(nadir, Paint::line(color::kVermilion, 1.2, "2 3"));
    canvas_.polyline(line, Paint::line(color::kInk, 1.8));
  }

  void mark(const statement::VisitResult& visit) {
    const double x = x_of_(days_between(start_, visit.date));
    const double y = visit.sum ? y_of_(visit.sum->to_double()) : kTop + 14;  // no sum is not a sum of zero
    canvas_.mark(x, y, style_of(criterion_, visit.overall), 6);
    canvas_.text(x, y - 12, visit.overall + (visit.new_lesion == "yes" ? " N" : ""), {.anchor = "middle"});
    canvas_.text(x, kBottom + 18, visit.id, {.anchor = "middle", .size = 11});
    if (visit.percent_from_nadir)
      canvas_.text(x, kBottom + 34, fmt::format("{} % of nadir", visit.percent_from_nadir->text()),
                   {.anchor = "middle", .size = 10});
  }

  const statement::ResponseResult& result_;
  const response::Criterion& criterion_;
  Canvas canvas_;
  PartialDate start_;
  double high_ = 10;
  Scale x_of_{0, 1, 0, 1}, y_of_{0, 1, 0, 1};
};

}  // namespace

std::string draw_subject(const statement::ResponseResult& result, const response::Criterion& criterion,
                         const std::string& key) {
  return SubjectPicture(result, criterion, key).draw();
}

std::vector<SurvivalStep> kaplan_meier(const std::vector<statement::ResponseResult>& results,
                                       std::string_view endpoint) {
  std::map<int, std::pair<int, int>> days;  // day -> events, censored
  int at_risk = 0;
  for (const statement::ResponseResult& result : results)
    if (const statement::Endpoint* found = endpoint_of(result, endpoint); found != nullptr && found->days) {
      ++at_risk;
      auto& [events, censored] = days[*found->days];
      ++(found->event ? events : censored);
    }
  std::vector<SurvivalStep> steps;
  double survival = 1.0;
  for (const auto& [day, counts] : days) {
    if (counts.first > 0) survival *= 1.0 - static_cast<double>(counts.first) / at_risk;
    steps.push_back({day, at_risk, counts.first, counts.second, survival});
    at_risk -= counts.first + counts.second;
  }
  return steps;
}

std::string draw_kaplan_meier(const std::vector<statement::ResponseResult>& results, std::string_view endpoint) {
  const auto steps = kaplan_meier(results, endpoint);
  const int last = steps.empty() ? 60 : steps.back().day;
  const double left = 80, right = 860, top = 60, bottom = 350;
  Canvas canvas(Canvas::Place::Alone, "survival-" + text::to_lower(endpoint));
  const Scale x_of(0, last, left, right - 10);
  const Scale y_of(0, 1, bottom, top);
  for (int i = 0; i <= 4; ++i) {
    canvas.line(left, y_of(i / 4.0), right, y_of(i / 4.0),
                Paint::line(i == 2 ? color::kMiddle : color::kGrid, 1, i == 2 ? "4 4" : ""));
    canvas.text(left - 6, y_of(i / 4.0) + 4, fmt::format("{} %", i * 25), {.anchor = "end", .size = 11});
  }
  const double step = nice_step(last, 8);
  canvas.text(left - 22, bottom + 60, "at risk", {.anchor = "end", .size = 11});
  canvas.text(left - 22, bottom + 78, "events", {.anchor = "end", .size = 11});
  for (double day = 0; day <= last; day += step) {
    int risk = 0;
    int events = 0;
    for (const SurvivalStep& each : steps) {
      if (each.day >= day)
        risk += each.events + each.censored;
      else
        events += each.events;
    }
    canvas.line(x_of(day), bottom, x_of(day), bottom + 5, Paint::line(color::kInk));
    canvas.text(x_of(day), bottom + 20, fmt::format("{:.0f}", day), {.anchor = "middle", .size = 11});
    canvas.text(x_of(day), bottom + 60, std::to_string(risk), {.anchor = "middle", .size = 11});
    canvas.text(x_of(day), bottom + 78, std::to_string(events), {.anchor = "middle", .size = 11});
  }
  canvas.text((left + right) / 2, bottom + 38, "days", {.anchor = "middle"});
  std::vector<Spot> line = {{x_of(0), y_of(1)}};
  double survival = 1;
  std::string median = "not reached";
  for (const SurvivalStep& each : steps) {
    line.push_back({x_of(each.day), y_of(survival)});
    if (each.survival != survival) line.push_back({x_of(each.day), y_of(each.survival)});
    survival = each.survival;
    if (survival <= 0.5 && median == "not reached") median = fmt::format("{} days", each.day);
    if (each.censored > 0)
      canvas.line(x_of(each.day), y_of(survival) - 6, x_of(each.day), y_of(survival) + 6,
                  Paint::line(color::kInk, 1.4));
  }
  canvas.polyline(line, Paint::line(color::kBlue, 2.4));
  canvas.text(right, 46, "median " + median + "; ticks: censored", {.anchor = "end"});
  return finished(std::move(canvas), 930, 470,
                  fmt::format("{}: Kaplan-Meier estimate, n = {}{}", endpoint,
                              steps.empty() ? 0 : steps.front().at_risk, reader_note(results)),
                  fmt::format("Median {}; {} steps over {} days.", median, steps.size(), last));
}

}  // namespace restage::report
