// SPDX-License-Identifier: Apache-2.0
#include "markers/formula_input.h"

#include <algorithm>
#include <array>

#include "base/text.h"

namespace restage::markers {
namespace {

using statement::MarkerPoint;
using statement::MarkerSeries;

/// The second, ... element of a list.
Json element(const Json& list, std::size_t place) {
  Json found;
  std::size_t i = 0;
  list.each([&](const Json& item) {
    if (i++ == place) found = item;
  });
  return found;
}

PartialDate date_of(const Json& text) { return PartialDate::parse(text.text()).value_or(PartialDate()); }

std::vector<MarkerPoint> dated_points(const Json& series) {
  std::vector<MarkerPoint> points;
  series.each([&](const Json& item) {
    const bool object = item.is_object();
    const PartialDate date = date_of(object ? item["date"] : element(item, 0));
    if (date.is_exact()) points.push_back(point_of(date, object ? item["value"] : element(item, 1)));
  });
  std::stable_sort(points.begin(), points.end(), [](const MarkerPoint& left, const MarkerPoint& right) {
    return PartialDate::sorts_before(left.date, right.date);
  });
  return points;
}

/// The day from which the values of the series count.
std::optional<Day> anchor_day(const Json& input) {
  for (const char* name : {"treatment_end", "start"})
    if (const PartialDate date = date_of(input[name]); date.is_exact()) return date.earliest();
  const std::vector<MarkerPoint> points = dated_points(input["series"]);
  return points.empty() ? std::nullopt : std::optional(points.front().date.earliest() - 1);
}

std::string unit_of(const RuleBook& rules, std::string_view analyte) {
  const auto found = rules.units().find(analyte);
  return found != rules.units().end() ? found->second : std::string();
}

}  // namespace

MarkerPoint point_of(const PartialDate& date, const Json& value) {
  MarkerPoint point;
  point.date = date;
  std::string_view written = value.text();
  for (const std::string_view comparator : {"<=", ">=", "<", ">"})
    if (point.comparator.empty() && written.starts_with(comparator)) {
      point.comparator = comparator;
      written = text::trim(written.substr(comparator.size()));
    }
  const auto number = point.comparator.empty() ? value.decimal() : Decimal::parse(written);
  point.value = number.value_or(Decimal());
  return point;
}

MarkerSeries series_of(const RuleBook& rules, const Json& input, std::string_view analyte) {
  MarkerSeries series;
  series.analyte = analyte;
  series.unit = unit_of(rules, analyte);
  const auto anchor = anchor_day(input);
  for (const char* name : {"baseline", "pretreatment", "preoperative"}) {
    if (!input[name].decimal() || !anchor) continue;
    const PartialDate stated = date_of(input[std::string(name) + "_date"]);
    series.points.push_back(point_of(stated.is_exact() ? stated : PartialDate::from_day(*anchor), input[name]));
  }
  for (MarkerPoint& point : dated_points(input["series"])) series.points.push_back(std::move(point));
  const auto upper = input["upper"].decimal();
  for (MarkerPoint& point : series.points) point.upper = upper;
  return series;
}

Circumstances circumstances_of(const Json& input, std::string_view anchor) {
  Circumstances given;
  if (const auto day = anchor_day(input)) given.days.emplace_back(anchor, *day);
  input.each_member([&](std::string_view name, const Json& value) {
    if (const auto flag = value.flag()) given.inputs.emplace_back(name, *flag ? "yes" : "no");
  });
  return given;
}

Pair pair_of(const RuleBook& rules, std::string_view analyte, const Decimal& first, const Decimal& second,
             std::string_view anchor) {
  Pair pair;
  pair.series.analyte = analyte;
  pair.series.unit = unit_of(rules, analyte);
  pair.series.points.resize(2);
  pair.series.points[0] = {PartialDate::from_day(0), first, {}, {}, {}};
  pair.series.points[1] = {PartialDate::from_day(1), second, {}, {}, {}};
  if (!anchor.empty()) pair.given.days.emplace_back(anchor, 0);
  return pair;
}

std::vector<MarkerSeries> several_series_of(const RuleBook& rules, const Json& input) {
  ::restage::Course course;
  input["series"].each([&](const Json& item) {
    const MarkerPoint point = point_of(date_of(item["date"]), item["value"]);
    LabValue lab;
    lab.analyte = input["analyte"].text();
    lab.value = point.value;
    lab.comparator = point.comparator;
    lab.unit = item["unit"].text();
    lab.assay = item["assay"].text();
    Fact fact;
    fact.effective = point.date;
    fact.payload = std::move(lab);
    course.facts.push_back(std::move(fact));
  });
  std::vector<const Fact*> facts;
  for (const Fact& fact : course.facts) facts.push_back(&fact);
  std::vector<DataIssue> issues;
  return collect_series(course::FactIndex(course, nullptr, facts), {}, rules.units(), issues);
}

statement::MarkerRule ask_rule(const RuleBook& rules, const MarkerSeries& series, const Circumstances& given,
                               std::string_view id) {
  std::vector<statement::MarkerRule> found = rules.judge_by(series, given, id);
  return found.empty() ? statement::MarkerRule() : std::move(found.front());
}

}  // namespace restage::markers
