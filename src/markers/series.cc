// SPDX-License-Identifier: Apache-2.0
#include "markers/series.h"

#include <algorithm>
#include <tuple>

#include "base/text.h"
#include "course/calendar.h"
#include "course/terms.h"
#include "course/units.h"
#include "markers/judge.h"
#include "markers/kinetics.h"

namespace restage::markers {
namespace {

using statement::MarkerPoint;
using statement::MarkerSeries;

/// A value and its upper limit in one unit.
struct Brought {
  std::string unit;
  Decimal value;
  std::optional<Decimal> upper;
};

Brought bring(const LabValue& lab, const std::string& wanted, const std::string& term) {
  const auto value = course::in_unit(*lab.value, lab.unit, wanted, term);
  if (wanted.empty() || !value) return {lab.unit, *lab.value, lab.upper_limit};
  return {wanted, *value,
          lab.upper_limit ? course::in_unit(*lab.upper_limit, lab.unit, wanted, term) : std::optional<Decimal>()};
}

bool is_usable(const Fact& fact, const LabValue& lab, bool has_unit, std::vector<DataIssue>& issues) {
  const std::string place = course::place_of(fact);
  if (has_unit && !course::is_unit(lab.unit)) {
    issues.push_back(make_issue(IssueCode::UnitUnknown, place,
                                lab.unit.empty() ? "a marker value has no unit; it was not used"
                                                 : "the unit of a marker value is not known; it was not used",
                                "give the unit as UCUM writes it: ng/mL, U/mL, g/L"));
    return false;
  }
  if (fact.effective.is_exact()) return true;
  issues.push_back(make_issue(IssueCode::DateMissing, place, "a marker value has no day; it was not used",
                              "give the day the blood was taken"));
  return false;
}

}  // namespace

std::string analyte_name(std::string_view written) {
  std::string name = course::term_of("lab", written);
  std::replace(name.begin(), name.end(), ' ', '_');
  return name;
}

std::vector<MarkerSeries> collect_series(const course::FactIndex& index, const course::Moment& moment,
                                         const AnalyteUnits& units, std::vector<DataIssue>& issues) {
  using Key = std::tuple<std::string, std::string, std::string>;
  std::map<Key, MarkerSeries> found;
  for (const course::IndexedFact& indexed : index.facts()) {
    const auto* lab = std::get_if<LabValue>(&indexed.fact().payload);
    if (lab == nullptr || !lab->value || !indexed.counts_at(moment)) continue;
    const std::string analyte = analyte_name(lab->analyte);
    const auto unit = units.find(analyte);
    if (!is_usable(indexed.fact(), *lab, unit != units.end(), issues)) continue;
    const Brought brought =
        bring(*lab, unit != units.end() ? unit->second : std::string(), course::term_of("lab", lab->analyte));
    MarkerSeries& series = found[Key{analyte, lab->assay, brought.unit}];
    series.points.push_back(
        {indexed.fact().effective, brought.value, lab->comparator, brought.upper, indexed.fact().id});
  }
  std::vector<MarkerSeries> result;
  for (auto& [key, series] : found) {
    std::tie(series.analyte, series.assay, series.unit) = key;
    std::stable_sort(series.points.begin(), series.points.end(), [](const MarkerPoint& left, const MarkerPoint& right) {
      return PartialDate::sorts_before(left.date, right.date);
    });
    result.push_back(std::move(series));
  }
  return result;
}

void measure(MarkerSeries& series) {
  const std::vector<Measured> points = measured(series.points);
  series.doubling_days = doubling_days(points);
  if (series.doubling_days) series.doubling_months = months_of(*series.doubling_days);
  if (points.size() < 2) return;
  const Measured ends[] = {points.front(), points.back()};
  series.doubling_days_two_points = doubling_days(ends);
  const auto lower = [](const Measured& left, const Measured& right) { return left.value < right.value; };
  const auto highest = std::max_element(points.begin(), points.end(), lower);
  const auto lowest = std::min_element(highest, points.end(), lower);
  series.half_life_days = half_life_days({highest, lowest + 1});
}

}  // namespace restage::markers
