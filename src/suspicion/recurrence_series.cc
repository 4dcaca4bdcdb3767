// SPDX-License-Identifier: Apache-2.0
#include "suspicion/recurrence_series.h"

#include <algorithm>
#include <cstdlib>
#include <vector>

#include "course/terms.h"

namespace restage::suspicion {
namespace {

constexpr std::string_view kAssayChanged = "_assay_changed";
constexpr std::string_view kNormalElsewhere = "_normal_elsewhere";
constexpr std::string_view kGapDays = "_gap_days";
constexpr int kSameTimeDays = 30;  ///< two assays are compared on values of one month

struct Point {
  Day day = 0;
  const LabValue* lab = nullptr;
  std::string assay;
};

std::string assay_of(const LabValue& lab) { return course::plain_words(lab.assay.empty() ? lab.method : lab.assay); }

std::vector<Point> points_of(std::string_view name, const course::FactIndex& index, const course::Moment& moment) {
  const std::string wanted[] = {course::term_of("lab", name), course::term_of("finding", name),
                                course::term_of("vital", name)};
  std::vector<Point> points;
  for (const course::IndexedFact& each : index.facts()) {
    const Fact& fact = each.fact();
    if (each.names().empty() || !fact.effective.is_exact() || !each.counts_at(moment)) continue;
    if (std::find(std::begin(wanted), std::end(wanted), each.names().front()) == std::end(wanted)) continue;
    const auto* lab = std::get_if<LabValue>(&fact.payload);
    const auto* finding = std::get_if<Finding>(&fact.payload);
    const auto* vital = std::get_if<Vital>(&fact.payload);
    const bool has_number =
        (lab != nullptr && lab->value) || (finding != nullptr && finding->number) || (vital != nullptr && vital->value);
    if (has_number) points.push_back({fact.effective.latest(), lab, lab == nullptr ? std::string() : assay_of(*lab)});
  }
  return points;
}

std::string yes_or_no(bool is_so) { return is_so ? "yes" : "no"; }

bool assay_changed(const std::vector<Point>& points) {
  if (points.size() < 2) return false;
  const Point& last = points.back();
  const Point& before = points[points.size() - 2];
  return !last.assay.empty() && !before.assay.empty() && last.assay != before.assay;
}

bool is_above_limit(const LabValue& lab) {
  return lab.value && lab.upper_limit && lab.comparator.empty() && *lab.value > *lab.upper_limit;
}

/// Another assay finds a normal value at the time at which one finds a raised one.
bool is_normal_elsewhere(const std::vector<Point>& points) {
  for (const Point& raised : points) {
    if (raised.lab == nullptr || !is_above_limit(*raised.lab)) continue;
    for (const Point& other : points)
      if (other.lab != nullptr && other.assay != raised.assay && !is_above_limit(*other.lab) &&
          std::abs(other.day - raised.day) <= kSameTimeDays)
        return true;
  }
  return false;
}

}  // namespace

bool is_series_question(std::string_view input) noexcept {
  return input.ends_with(kAssayChanged) || input.ends_with(kNormalElsewhere) || input.ends_with(kGapDays);
}

std::string answer_of_series(std::string_view input, const course::FactIndex& index, const course::Moment& moment) {
  const auto name_before = [&](std::string_view end) { return input.substr(0, input.size() - end.size()); };
  if (input.ends_with(kAssayChanged))
    return yes_or_no(assay_changed(points_of(name_before(kAssayChanged), index, moment)));
  if (input.ends_with(kNormalElsewhere))
    return yes_or_no(is_normal_elsewhere(points_of(name_before(kNormalElsewhere), index, moment)));
  const std::vector<Point> points = points_of(name_before(kGapDays), index, moment);
  if (points.size() < 2) return {};
  return std::to_string(points.back().day - points[points.size() - 2].day);
}

}  // namespace restage::suspicion
