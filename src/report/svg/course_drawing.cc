// SPDX-License-Identifier: Apache-2.0
#include "report/svg/course_drawing.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <vector>

#include "base/text.h"
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

std::string escaped(std::string_view text) { return text::escape_markup(text); }

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
      : patient_(patient), tumor_(tumor), key_(key) {
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
    const double height = y_ + 6;
    std::string svg = fmt::format(
        "<svg class=\"course\" viewBox=\"0 0 {:.0f} {:.0f}\" role=\"img\" aria-labelledby=\"{}-title {}-desc\">\n",
        kWidth, height, key_, key_);
    svg += fmt::format("<title id=\"{}-title\">Course of {}</title>\n<desc id=\"{}-desc\">{}</desc>\n", key_,
                       escaped(tumor_title(tumor_)), key_, escaped(description()));
    return svg + grid_ + body_ + "</svg>\n";
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

  static bool is_marker(std::string_view analyte) {
    for (const std::string_view marker :
         {"psa", "cea", "ca125", "ca199", "ca19-9", "ca153", "ca15-3", "ca15_3", "ca19_9", "ca72_4", "afp", "hcg",
          "ldh", "ctdna", "calcitonin", "thyroglobulin", "nse", "he4"})
      if (analyte == marker) return true;
    return false;
  }

  static std::string shown_name(const std::string& analyte) {
    std::string name = text::to_upper(analyte);
    std::replace(name.begin(), name.end(), '_', '-');
    return name;
  }

  double x(Day day) const {
    return kLeft + (kWidth - kLeft - kRight) * (day - first_) / std::max<double>(1, last_ - first_);
  }
  void lane(std::string_view name, double baseline) {
    body_ += fmt::format("<text class=\"lane\" x=\"0\" y=\"{:.1f}\">{}</text>\n", baseline, escaped(name));
  }

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
      body_ += fmt::format(
          "<g><title>{}</title><line class=\"stem\" x1=\"{:.1f}\" x2=\"{:.1f}\" y1=\"{:.1f}\" y2=\"{:.1f}\"/>",
          escaped(mark.hover), mark.at, mark.at, top + 21, bottom + 6);
      body_ +=
          fmt::format("<rect class=\"stage-mark\" x=\"{:.1f}\" y=\"{:.1f}\" width=\"{:.1f}\" height=\"21\" rx=\"4\"/>",
                      mark.from, top, width);
      body_ += fmt::format("<text class=\"stage-text\" x=\"{:.1f}\" y=\"{:.1f}\">{}</text></g>\n", mark.from + 8,
                           top + 15, escaped(mark.text));
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
      std::string words = status_words(entry);
      body_ += fmt::format(
          "<g><title>{}: {}</title><rect class=\"state {}\" x=\"{:.1f}\" y=\"{:.1f}\" width=\"{:.1f}\" height=\"22\"/>",
          date_text(entry.date), escaped(words), to_string(entry.state), from, y_, width);
      const auto room = static_cast<std::size_t>(std::max(0.0, (width - 10) / kCharacter));
      if (room >= 5)
        body_ += fmt::format("<text class=\"state-text\" x=\"{:.1f}\" y=\"{:.1f}\">{}</text>", from + 6, y_ + 15,
                             escaped(shortened(words, room)));
      body_ += "</g>\n";
    }
    y_ += 36;
  }

  void treatments() {
    static constexpr std::pair<Treatment::Kind, const char*> kKinds[] = {{Treatment::Kind::Systemic, "Systemic"},
                                                                         {Treatment::Kind::Radiation, "Radiation"},
                                                                         {Treatment::Kind::Surgery, "Surgery"}};
    for (const auto& [kind, name] : kKinds) {
      std::vector<double> rows;
      std::string drawn;
      // Administrations of one agent share a row, so that a regimen reads as one.
      std::map<std::string, std::vector<const Fact*>> by_name;
      std::vector<std::string> order;
      for (const Fact* fact : facts_) {
        const auto* treatment = std::get_if<Treatment>(&fact->payload);
        if (treatment == nullptr || treatment->kind != kind) continue;
        if (kind == Treatment::Kind::Surgery) {
          drawn += operation(*fact, *treatment, rows);
          continue;
        }
        const std::string key = text::to_lower(treatment_name(*treatment));
        if (!by_name.contains(key)) order.push_back(key);
        by_name[key].push_back(fact);
      }
      for (const std::string& key : order) drawn += bars(by_name[key], rows);
      if (drawn.empty()) continue;
      lane(name, y_ + 15);
      body_ += drawn;
      y_ += static_cast<double>(rows.size()) * 24 + 8;
    }
  }

  std::string operation(const Fact& fact, const Treatment& treatment, std::vector<double>& rows) {
    const double at = x(fact.effective.earliest());
    const std::string text = shortened(treatment_name(treatment).empty() ? "operation" : treatment_name(treatment), 46);
    const double width = static_cast<double>(text.size()) * kCharacter;
    const bool left = at + 12 + width > kWidth - kRight;
    const double from = left ? at - 12 - width : at - 8;
    const double top = y_ + static_cast<double>(row_for(rows, from, left ? at + 8 : at + 12 + width)) * 24 + 11;
    return fmt::format(
        "<g><title>{}: {}</title><path class=\"{}\" d=\"M{:.1f} {:.1f}l8 8l-8 8l-8 -8z\"/><text class=\"label\" "
        "x=\"{:.1f}\" y=\"{:.1f}\"{}>{}</text></g>\n",
        fact.effective.text(), escaped(fact_text(fact)), treatment.definitive ? "operation" : "operation minor", at,
        top - 8, left ? at - 12 : at + 12, top + 4, left ? " text-anchor=\"end\"" : "", escaped(text));
  }

  std::string bars(const std::vector<const Fact*>& facts, std::vector<double>& rows) {
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
    std::string drawn;
    for (const Bar& bar : bars)
      drawn += fmt::format(
          "<g><title>{}: {}</title><rect class=\"treatment {}{}\" x=\"{:.1f}\" y=\"{:.1f}\" width=\"{:.1f}\" "
          "height=\"18\" rx=\"3\"/></g>",
          bar.fact->effective.text(), escaped(fact_text(*bar.fact)),
          treatment.kind == Treatment::Kind::Radiation ? "radiation" : "systemic", bar.open ? " open" : "", bar.from,
          top, bar.to - bar.from);
    const double at = fits ? first + 6 : left ? first - 6 : last + 6;
    return drawn + fmt::format("<text class=\"{}\" x=\"{:.1f}\" y=\"{:.1f}\"{}>{}</text>\n",
                               fits ? "bar-text" : "label", at, top + 13, left ? " text-anchor=\"end\"" : "",
                               escaped(text));
  }

  void events() {
    std::vector<double> rows;
    std::string drawn;
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
      const std::string mark =
          shape == "bad"
              ? fmt::format("<path class=\"event bad\" d=\"M{:.1f} {:.1f}l6 11h-12z\"/>", at, top - 6)
              : fmt::format("<circle class=\"event {}\" cx=\"{:.1f}\" cy=\"{:.1f}\" r=\"5\"/>", shape, at, top);
      drawn +=
          fmt::format("<g><title>{}: {}</title>{}<text class=\"label\" x=\"{:.1f}\" y=\"{:.1f}\"{}>{}</text></g>\n",
                      fact->effective.text(), escaped(fact_text(*fact)), mark, left ? at - 10 : at + 10, top + 4,
                      left ? " text-anchor=\"end\"" : "", escaped(text));
    }
    if (drawn.empty()) return;
    lane("Events", y_ + 13);
    body_ += drawn;
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
    for (auto& [analyte, content] : series) line_chart(shown_name(analyte), content.first, content.second, "marker");
  }

  void line_chart(const std::string& name, const std::string& unit, std::vector<Point>& points,
                  std::string_view style) {
    if (points.empty()) return;
    constexpr double kHeight = 64;
    double top = 0;
    for (const Point& point : points) top = std::max(top, point.value);
    if (top <= 0) top = 1;
    const auto height = [&](double value) { return y_ + 14 + kHeight - kHeight * value / top; };
    lane(name, y_ + 18);
    body_ += fmt::format("<text class=\"unit\" x=\"0\" y=\"{:.1f}\">{}</text>\n", y_ + 33, escaped(unit));
    body_ += fmt::format("<line class=\"base\" x1=\"{:.1f}\" x2=\"{:.1f}\" y1=\"{:.1f}\" y2=\"{:.1f}\"/>\n", kLeft,
                         kWidth - kRight, height(0), height(0));
    std::string path;
    for (const Point& point : points)
      path += fmt::format("{}{:.1f} {:.1f}", path.empty() ? "M" : "L", x(point.day), height(point.value));
    body_ += fmt::format("<path class=\"line {}\" d=\"{}\"/>\n", style, path);
    double last_label = -100;
    for (const Point& point : points) {
      const double at = x(point.day);
      body_ += fmt::format("<g><title>{}</title><circle class=\"dot {}\" cx=\"{:.1f}\" cy=\"{:.1f}\" r=\"4\"/>",
                           escaped(point.label), style, at, height(point.value));
      if (at - last_label > 34) {
        body_ += fmt::format("<text class=\"label\" x=\"{:.1f}\" y=\"{:.1f}\">{:.4g}</text>", at + 7,
                             height(point.value) - 4, point.value);
        last_label = at;
      }
      body_ += "</g>\n";
    }
    y_ += kHeight + 26;
  }

  void axis() {
    const int months_shown = (last_ - first_) / 30;
    const int step = months_shown <= 14    ? 1
                     : months_shown <= 40  ? 3
                     : months_shown <= 90  ? 6
                     : months_shown <= 240 ? 12
                                           : 60;
    const PartialDate start = PartialDate::from_day(first_);
    std::optional<PartialDate> tick =
        PartialDate::of(start.year(), step >= 12 ? 1 : ((start.month() - 1) / step) * step + 1, 1);
    for (Day day = tick ? tick->earliest() : first_; day <= last_; day = add_months(day, step)) {
      if (day < first_) continue;
      const PartialDate date = PartialDate::from_day(day);
      const std::string text = step >= 12 || date.month() == 1 ? std::to_string(date.year())
                                                               : fmt::format("{:04}-{:02}", date.year(), date.month());
      const bool year = date.month() == 1;
      grid_ += fmt::format("<line class=\"{}\" x1=\"{:.1f}\" x2=\"{:.1f}\" y1=\"4\" y2=\"{:.1f}\"/>",
                           year ? "grid year" : "grid", x(day), x(day), y_);
      grid_ += fmt::format("<text class=\"tick\" x=\"{:.1f}\" y=\"{:.1f}\" text-anchor=\"middle\">{}</text>\n",
                           std::clamp(x(day), kLeft, kWidth - 26), y_ + 15, text);
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

  const statement::PatientTimeline& patient_;
  const statement::TumorTimeline& tumor_;
  std::string key_;
  std::vector<const Fact*> facts_;
  Day first_ = 0, last_ = 0;
  double y_ = 6;
  std::string grid_, body_;
};

}  // namespace

std::string draw_course(const statement::PatientTimeline& patient, const statement::TumorTimeline& tumor,
                        const std::string& key) {
  return Drawing(patient, tumor, key).draw();
}

}  // namespace restage::report
