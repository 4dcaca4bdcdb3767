// SPDX-License-Identifier: Apache-2.0
#include "report/svg/course_drawing.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <vector>

#include "base/text.h"
#include "report/svg/canvas.h"
#include "report/svg/scale.h"
#include "report/words/wording.h"

namespace restage::report {
namespace {

using statement::Statement;
using statement::TumorTimeline;

constexpr double kWidth = 960;
constexpr double kLeft = 118;
constexpr double kRight = 16;
constexpr double kBoldCharacter = 8.0;
constexpr double kCharacter = 6.6;  ///< width of one character of the 12 px labels

std::string shortened(std::string text, std::size_t limit) {
  if (text.size() <= limit) return text;
  text.resize(limit - 1);
  while (!text.empty() && (static_cast<unsigned char>(text.back()) & 0xC0) == 0x80) text.pop_back();
  if (!text.empty() && static_cast<unsigned char>(text.back()) >= 0xC0) text.pop_back();
  return text + "…";
}

struct Point {
  Day day;
  double value;
  std::string label;
};

class Drawing {
 public:
  Drawing(const statement::PatientTimeline& patient, const statement::TumorTimeline& tumor, const std::string& key)
      : tumor_(tumor), canvas_(Canvas::Place::OnPage, key) {
    const bool only = patient.tumors.size() == 1;
    for (const Fact& fact : patient.course.facts)
      if ((fact.tumor == tumor.tumor.id || (fact.tumor.empty() && only)) && fact.effective.is_known())
        facts_.push_back(&fact);
  }

  std::string draw() {
    if (!find_range()) return {};
    statements();
    status();
    treatments();
    events();
    sizes();
    markers();
    axis();
    return std::move(canvas_).finish(kWidth, y_ + 6, "Course of " + tumor_title(tumor_), description());
  }

 private:
  bool find_range() {
    bool any = false;
    const auto widen = [&](const PartialDate& date) {
      if (!date.is_known()) return;
      first_ = any ? std::min(first_, date.earliest()) : date.earliest();
      last_ = any ? std::max(last_, date.is_exact() ? date.latest() : date.earliest()) : date.earliest();
      any = true;
    };
    widen(tumor_.tumor.diagnosed);
    for (const statement::Statement& statement : tumor_.statements) widen(statement.date);
    for (const statement::StatusEntry& entry : tumor_.status) widen(entry.date);
    for (const Fact* fact : facts_) {
      if (!drawable(*fact)) continue;
      widen(fact->effective);
      if (const auto* treatment = std::get_if<Treatment>(&fact->payload)) widen(treatment->end);
    }
    if (!any) return false;
    const Day margin = std::max<Day>(10, (last_ - first_) / 30);
    first_ -= margin;
    last_ += margin;
    return true;
  }

  bool drawable(const Fact& fact) const {
    if (const auto* finding = std::get_if<Finding>(&fact.payload))
      return finding->name.ends_with("size_mm") && finding->number.has_value();
    if (const auto* lab = std::get_if<LabValue>(&fact.payload))
      return lab->value.has_value() && is_marker(lab->analyte);
    if (const auto* lesion = std::get_if<LesionMeasurement>(&fact.payload))
      return lesion->long_mm.has_value() || lesion->role == "new";
    return std::holds_alternative<Treatment>(fact.payload) || std::holds_alternative<Event>(fact.payload) ||
           std::holds_alternative<MetastasisFinding>(fact.payload);
  }

  /// Words beside a mark at `at`: to its right, or to its left where the edge is near.
  void label(double at, double gap, double y, std::string_view words, bool left) {
    canvas_.text(left ? at - gap : at + gap, y, words, {.css = "label", .anchor = left ? "end" : ""});
  }

  double x(Day day) const {
    return kLeft + (kWidth - kLeft - kRight) * (day - first_) / std::max<double>(1, last_ - first_);
  }
  void lane(std::string_view name, double baseline) { canvas_.text(0, baseline, name, {.css = "lane"}); }

  /// Puts labels in as few rows as keep them apart; returns the row of each new label.
  std::size_t row_for(std::vector<double>& rows, double from, double to) const {
    for (std::size_t i = 0; i < rows.size(); ++i)
      if (rows[i] + 6 <= from) {
        rows[i] = to;
        return i;
      }
    rows.push_back(to);
    return rows.size() - 1;
  }

  void statements() {
    struct Mark {
      double at, from;
      std::string text, hover;
      std::size_t row;
    };
    std::vector<Mark> marks;
    std::vector<double> rows;
    const statement::Statement* previous = nullptr;
    for (const statement::Statement& statement : tumor_.statements) {
      if (!statement.date.is_known()) continue;
      if (previous != nullptr && previous->classification == statement.classification &&
          previous->date == statement.date)
        continue;
      previous = &statement;
      const double at = x(statement.date.earliest());
      const bool has_group = statement.classification != Classification::Recurrence &&
                             (!statement.group.empty() || !statement.possible.empty());
      const std::string text =
          shortened(has_group ? std::string(to_string(statement.classification)) + " " + group_text(statement)
                              : categories_text(statement),
                    30);
      const double width = static_cast<double>(text.size()) * kBoldCharacter + 16;
      const double from = std::clamp(at - 8, kLeft, kWidth - kRight - width);
      marks.push_back({at, from, text,
                       date_text(statement.date) + ": " + categories_text(statement) + ", " + edition_text(statement),
                       row_for(rows, from, from + width)});
    }
    if (marks.empty()) return;
    const double bottom = y_ + static_cast<double>(rows.size()) * 26;
    lane("Stages", y_ + 16);
    for (const Mark& mark : marks) {
      const double top = y_ + static_cast<double>(mark.row) * 26;
      const double width = static_cast<double>(mark.text.size()) * kBoldCharacter + 16;
      canvas_.begin_group(mark.hover);
      canvas_.line(mark.at, top + 21, mark.at, bottom + 6, Paint::by_class("stem"));
      canvas_.rectangle(mark.from, top, width, 21, Paint::by_class("stage-mark"), 4);
      canvas_.text(mark.from + 8, top + 15, mark.text, {.css = "stage-text"});
      canvas_.end_group();
    }
    y_ = bottom + 8;
  }

  void status() {
    if (tumor_.status.empty()) return;
    lane("Status", y_ + 15);
    for (std::size_t i = 0; i < tumor_.status.size(); ++i) {
      const statement::StatusEntry& entry = tumor_.status[i];
      const double from = x(entry.date.earliest());
      const double to = i + 1 < tumor_.status.size() ? x(tumor_.status[i + 1].date.earliest()) : kWidth - kRight;
      const double width = std::max(2.0, to - from);
      const std::string words = status_words(entry);
      canvas_.begin_group(date_text(entry.date) + ": " + words);
      canvas_.rectangle(from, y_, width, 22, Paint::by_class("state " + std::string(to_string(entry.state))));
      const auto room = static_cast<std::size_t>(std::max(0.0, (width - 10) / kCharacter));
      if (room >= 5) canvas_.text(from + 6, y_ + 15, shortened(words, room), {.css = "state-text"});
      canvas_.end_group();
    }
    y_ += 36;
  }

  void treatments() {
    static constexpr std::pair<Treatment::Kind, const char*> kKinds[] = {{Treatment::Kind::Systemic, "Systemic"},
                                                                         {Treatment::Kind::Radiation, "Radiation"},
                                                                         {Treatment::Kind::Surgery, "Surgery"}};
    for (const auto& [kind, name] : kKinds) {
      const auto is_kind = [&, wanted = kind](const Fact* fact) {
        const auto* treatment = std::get_if<Treatment>(&fact->payload);
        return treatment != nullptr && treatment->kind == wanted;
      };
      if (std::none_of(facts_.begin(), facts_.end(), is_kind)) continue;
      lane(name, y_ + 15);
      std::vector<double> rows;
      // Administrations of one agent share a row, so that a regimen reads as one.
      std::map<std::string, std::vector<const Fact*>> by_name;
      std::vector<std::string> order;
      for (const Fact* fact : facts_) {
        if (!is_kind(fact)) continue;
        const auto& treatment = std::get<Treatment>(fact->payload);
        if (kind == Treatment::Kind::Surgery) {
          operation(*fact, treatment, rows);
          continue;
        }
        const std::string key = text::to_lower(treatment_name(treatment));
        if (!by_name.contains(key)) order.push_back(key);
        by_name[key].push_back(fact);
      }
      for (const std::string& key : order) bars(by_name[key], rows);
      y_ += static_cast<double>(rows.size()) * 24 + 8;
    }
  }

  void operation(const Fact& fact, const Treatment& treatment, std::vector<double>& rows) {
    const double at = x(fact.effective.earliest());
    const std::string text = shortened(treatment_name(treatment).empty() ? "operation" : treatment_name(treatment), 46);
    const double width = static_cast<double>(text.size()) * kCharacter;
    const bool left = at + 12 + width > kWidth - kRight;
    const double from = left ? at - 12 - width : at - 8;
    const double top = y_ + static_cast<double>(row_for(rows, from, left ? at + 8 : at + 12 + width)) * 24 + 11;
    canvas_.begin_group(fact.effective.text() + ": " + fact_text(fact));
    canvas_.path(fmt::format("M{:.1f} {:.1f}l8 8l-8 8l-8 -8z", at, top - 8),
                 Paint::by_class(treatment.definitive ? "operation" : "operation minor"));
    label(at, 12, top + 4, text, left);
    canvas_.end_group();
  }

  void bars(const std::vector<const Fact*>& facts, std::vector<double>& rows) {
    struct Bar {
      double from, to;
      const Fact* fact;
      bool open;
    };
    std::vector<Bar> bars;
    for (const Fact* fact : facts) {
      const auto& treatment = std::get<Treatment>(fact->payload);
      const double from = x(fact->effective.earliest());
      const bool open = !treatment.end.is_known();
      bars.push_back({from, std::max(from + 4, open ? from + 8 : x(treatment.end.latest())), fact, open});
    }
    double first = bars.front().from, last = 0;
    for (const Bar& bar : bars) last = std::max(last, bar.to);
    const auto& treatment = std::get<Treatment>(facts.front()->payload);
    const std::string text = shortened(treatment_name(treatment), 40);
    const double text_width = static_cast<double>(text.size()) * kCharacter;
    const bool fits = bars.size() == 1 && text_width <= last - first - 10;
    const bool left = !fits && last + 6 + text_width > kWidth - kRight;
    const double begin = left ? first - 6 - text_width : first;
    const double top =
        y_ + static_cast<double>(row_for(rows, begin, fits || left ? last : last + 6 + text_width)) * 24 + 2;
    const std::string css = treatment.kind == Treatment::Kind::Radiation ? "treatment radiation" : "treatment systemic";
    for (const Bar& bar : bars) {
      canvas_.begin_group(bar.fact->effective.text() + ": " + fact_text(*bar.fact));
      canvas_.rectangle(bar.from, top, bar.to - bar.from, 18, Paint::by_class(bar.open ? css + " open" : css), 3);
      canvas_.end_group(Canvas::Break::None);
    }
    if (fits)
      canvas_.text(first + 6, top + 13, text, {.css = "bar-text"});
    else
      label(left ? first : last, 6, top + 13, text, left);
  }

  void events() {
    std::vector<double> rows;
    std::vector<std::string> seen;
    for (const Fact* fact : facts_) {
      std::string text, shape;
      if (const auto* event = std::get_if<Event>(&fact->payload)) {
        const bool bad = event->kind == Event::Kind::Recurrence || event->kind == Event::Kind::Progression ||
                         event->kind == Event::Kind::Death;
        const bool good = event->kind == Event::Kind::NoEvidenceOfDisease;
        if (event->kind == Event::Kind::LastContact || event->kind == Event::Kind::Diagnosis) continue;
        text = fact_text(*fact);
        shape = bad ? "bad" : good ? "good" : "neutral";
      } else if (const auto* metastasis = std::get_if<MetastasisFinding>(&fact->payload)) {
        if (!metastasis->present) continue;
        text = fact_text(*fact);
        shape = "bad";
      } else {
        continue;
      }
      const std::string once = fact->effective.text() + text;
      if (std::find(seen.begin(), seen.end(), once) != seen.end()) continue;
      seen.push_back(once);
      text = shortened(text, 44);
      const double at = x(fact->effective.earliest());
      const double width = static_cast<double>(text.size()) * kCharacter;
      const bool left = at + 10 + width > kWidth - kRight;
      const double top =
          y_ +
          static_cast<double>(row_for(rows, left ? at - 10 - width : at - 6, left ? at + 6 : at + 10 + width)) * 20 + 9;
      if (seen.size() == 1) lane("Events", y_ + 13);
      canvas_.begin_group(fact->effective.text() + ": " + fact_text(*fact));
      if (shape == "bad")
        canvas_.path(fmt::format("M{:.1f} {:.1f}l6 11h-12z", at, top - 6), Paint::by_class("event bad"));
      else
        canvas_.circle(at, top, 5, Paint::by_class("event " + shape));
      label(at, 10, top + 4, text, left);
      canvas_.end_group();
    }
    if (rows.empty()) return;
    y_ += static_cast<double>(rows.size()) * 20 + 10;
  }

  void sizes() {
    std::vector<Point> points;
    for (const Fact* fact : facts_) {
      if (const auto* finding = std::get_if<Finding>(&fact->payload); finding != nullptr && drawable(*fact))
        points.push_back({fact->effective.earliest(), finding->number->to_double(),
                          fact->effective.text() + ": " + fact_text(*fact)});
      else if (const auto* lesion = std::get_if<LesionMeasurement>(&fact->payload);
               lesion != nullptr && lesion->primary && lesion->long_mm)
        points.push_back({fact->effective.earliest(), lesion->long_mm->to_double(),
                          fact->effective.text() + ": " + fact_text(*fact)});
    }
    line_chart("Tumor size", "mm", points, "size");
  }

  void markers() {
    std::map<std::string, std::pair<std::string, std::vector<Point>>> series;
    for (const Fact* fact : facts_)
      if (const auto* lab = std::get_if<LabValue>(&fact->payload); lab != nullptr && drawable(*fact)) {
        auto& [unit, points] = series[lab->analyte];
        if (unit.empty()) unit = lab->unit;
        if (unit == lab->unit)
          points.push_back(
              {fact->effective.earliest(), lab->value->to_double(), fact->effective.text() + ": " + fact_text(*fact)});
      }
    for (auto& [analyte, content] : series) line_chart(marker_words(analyte), content.first, content.second, "marker");
  }

  void line_chart(const std::string& name, const std::string& unit, std::vector<Point>& points,
                  const std::string& style) {
    if (points.empty()) return;
    constexpr double kHeight = 64;
    double top = 0;
    for (const Point& point : points) top = std::max(top, point.value);
    if (top <= 0) top = 1;
    const auto height = [&](double value) { return y_ + 14 + kHeight - kHeight * value / top; };
    lane(name, y_ + 18);
    canvas_.text(0, y_ + 33, unit, {.css = "unit"});
    canvas_.line(kLeft, height(0), kWidth - kRight, height(0), Paint::by_class("base"));
    std::vector<Spot> spots;
    for (const Point& point : points) spots.push_back({x(point.day), height(point.value)});
    canvas_.polyline(spots, Paint::by_class("line " + style));
    double last_label = -100;
    for (const Point& point : points) {
      const double at = x(point.day);
      canvas_.begin_group(point.label);
      canvas_.circle(at, height(point.value), 4, Paint::by_class("dot " + style));
      if (at - last_label > 34) {
        canvas_.text(at + 7, height(point.value) - 4, fmt::format("{:.4g}", point.value), {.css = "label"});
        last_label = at;
      }
      canvas_.end_group();
    }
    y_ += kHeight + 26;
  }

  void axis() {
    canvas_.go_behind();
    for (const DayTick& tick : day_ticks(first_, last_)) {
      canvas_.line(x(tick.day), 4, x(tick.day), y_, Paint::by_class(tick.is_year ? "grid year" : "grid"),
                   Canvas::Break::None);
      canvas_.text(std::clamp(x(tick.day), kLeft, kWidth - 26), y_ + 15, tick.label,
                   {.css = "tick", .anchor = "middle"});
    }
    y_ += 18;
  }

  std::string description() const {
    std::string text;
    for (const statement::Statement& statement : tumor_.statements)
      text += date_text(statement.date) + ": " + std::string(to_string(statement.classification)) + " " +
              (categories_text(statement).empty() ? "" : categories_text(statement) + ", ") + group_text(statement) +
              ". ";
    for (const statement::StatusEntry& entry : tumor_.status)
      text += date_text(entry.date) + ": " + status_words(entry) + ". ";
    return text;
  }

  const statement::TumorTimeline& tumor_;
  std::vector<const Fact*> facts_;
  Day first_ = 0, last_ = 0;
  double y_ = 6;
  Canvas canvas_;
};

}  // namespace

std::string draw_course(const statement::PatientTimeline& patient, const statement::TumorTimeline& tumor,
                        const std::string& key) {
  return Drawing(patient, tumor, key).draw();
}

}  // namespace restage::report
