// SPDX-License-Identifier: Apache-2.0
#include "markers/judge.h"

#include <algorithm>

#include "markers/kinetics.h"

namespace restage::markers {
namespace {

using statement::MarkerPoint;
using statement::MarkerResult;
using Points = std::span<const MarkerPoint>;

Day day_of(const MarkerPoint& point) { return point.date.earliest(); }
bool is_below_limit(const MarkerPoint& point) { return point.comparator.starts_with('<'); }

/// value >= number x factor, exactly.
bool at_least(const Decimal& value, const Decimal& number, const Decimal& factor) {
  const auto bound = number.times(factor);
  return bound && value >= *bound;
}

bool more_than(const Decimal& value, const Decimal& number, const Decimal& factor) {
  const auto bound = number.times(factor);
  return bound && value > *bound;
}

std::optional<Decimal> larger(const std::optional<Decimal>& left, const std::optional<Decimal>& right) {
  if (!left || !right) return left ? left : right;
  return std::max(*left, *right);
}

/// The value of reference x ratio, reference + rise and limit that is the highest.
std::optional<Decimal> threshold_of(const SeriesRule& rule, const std::optional<Decimal>& reference) {
  std::optional<Decimal> result = larger(rule.limit, rule.over);
  for (const auto& ratio : {rule.ratio, rule.ratio_over})
    if (reference && ratio) result = larger(result, reference->times(*ratio));
  for (const auto& rise : {rule.rise, rule.rise_over})
    if (reference && rise) result = larger(result, reference->plus(*rise));
  return result;
}

/// Is the value where the rule has it? A limit of detection is not, an upper limit of measurement may be.
bool reaches(const SeriesRule& rule, const MarkerPoint& point, const std::optional<Decimal>& reference) {
  if (is_below_limit(point)) return false;
  if (rule.limit && point.value < *rule.limit) return false;
  if (rule.over && point.value <= *rule.over) return false;
  if (rule.ratio && !(reference && at_least(point.value, *reference, *rule.ratio))) return false;
  if (rule.ratio_over && !(reference && more_than(point.value, *reference, *rule.ratio_over))) return false;
  const auto above = [&](const Decimal& rise) { return reference ? reference->plus(rise) : std::nullopt; };
  if (rule.rise && !(above(*rule.rise) && point.value >= *above(*rule.rise))) return false;
  return !rule.rise_over || (above(*rule.rise_over) && point.value > *above(*rule.rise_over));
}

/// A limit above the threshold says neither that the value is there nor that it is not.
bool says_nothing(const MarkerPoint& point, const std::optional<Decimal>& threshold) {
  return is_below_limit(point) && threshold && point.value > *threshold;
}

bool rose(const MarkerPoint& before, const MarkerPoint& now) {
  if (is_below_limit(now)) return false;
  return is_below_limit(before) ? now.value >= before.value : now.value > before.value;
}

/// The values of a series that count, with what is known of those before each of them.
class Judge {
 public:
  Judge(const SeriesRule& rule, Points points, std::optional<Day> anchor)
      : rule_(rule), anchor_(anchor), upper_(rule.upper) {
    std::size_t from = 0;
    if (anchor)
      while (from < points.size() && day_of(points[from]) <= *anchor) ++from;
    if (from > 0) baseline_ = &points[from - 1];
    points_ = points.subspan(from);
    for (const MarkerPoint& point : points)
      if (point.upper) upper_ = point.upper;
  }

  Judged run() {
    if (points_.empty() || !is_evaluable()) return std::move(judged_);
    switch (rule_.form) {
      case Form::Raised:
        raised();
        break;
      case Form::Rises:
        rises();
        break;
      case Form::Fall:
        fall();
        break;
      case Form::HalfLife:
        half_life();
        break;
      case Form::Table:  // answered by the tables of the pack, see rule_book.cc
        break;
    }
    return std::move(judged_);
  }

 private:
  bool is_evaluable() const {
    if (!rule_.after.empty() && !anchor_) return false;
    if (rule_.reference == Reference::Baseline && baseline_ == nullptr) return false;
    if (rule_.reference == Reference::Upper && !upper_) return false;
    if (rule_.baseline_ratio &&
        !(baseline_ != nullptr && upper_ && at_least(baseline_->value, *upper_, *rule_.baseline_ratio)))
      return false;
    if (rule_.baseline_within_days &&
        (baseline_ == nullptr || !anchor_ || *anchor_ - day_of(*baseline_) > *rule_.baseline_within_days))
      return false;
    for (const Course course : rule_.courses) {
      const bool asks_baseline = course != Course::Normalized && course != Course::NeverNormal;
      if (asks_baseline && baseline_ == nullptr) return false;
      if (course != Course::Declined && course != Course::NotDeclined && !upper_) return false;
    }
    return true;
  }

  /// The lowest of the first `count` values; nullptr: none.
  const MarkerPoint* nadir(std::size_t count, bool with_baseline) const {
    const MarkerPoint* lowest = with_baseline ? baseline_ : nullptr;
    for (const MarkerPoint& point : points_.first(count))
      if (lowest == nullptr || point.value < lowest->value) lowest = &point;
    return lowest;
  }

  bool holds(Course course, std::size_t count) const {
    const auto is_normal = [&](const MarkerPoint& point) { return point.value <= *upper_; };
    const Points before = points_.first(count);
    switch (course) {
      case Course::BaselineRaised:
        return baseline_->value > *upper_;
      case Course::BaselineNormal:
        return baseline_->value <= *upper_;
      case Course::Normalized:
        return std::any_of(before.begin(), before.end(), is_normal);
      case Course::NeverNormal:
        return std::none_of(before.begin(), before.end(), is_normal);
      case Course::Declined:
        return nadir(count, true)->value < baseline_->value;
      case Course::NotDeclined:
        return nadir(count, true)->value >= baseline_->value;
    }
    return false;
  }

  bool is_in_course(std::size_t count) const {
    return std::all_of(rule_.courses.begin(), rule_.courses.end(), [&](Course each) { return holds(each, count); });
  }

  const MarkerPoint* reference_point(std::size_t count) const {
    switch (rule_.reference) {
      case Reference::First:
        return count > 0 ? &points_.front() : nullptr;
      case Reference::Nadir:
        return nadir(count, false);
      case Reference::Lowest:
        return nadir(count, true);
      case Reference::Baseline:
        return baseline_;
      case Reference::None:
      case Reference::Upper:
        break;
    }
    return nullptr;
  }

  std::optional<Decimal> reference_value(std::size_t count) const {
    if (rule_.reference == Reference::Upper) return upper_;
    const MarkerPoint* point = reference_point(count);
    return point != nullptr ? std::optional(point->value) : std::nullopt;
  }

  bool is_in_window(const MarkerPoint& point) const {
    const int days = anchor_ ? day_of(point) - *anchor_ : 0;
    return (!rule_.from_day || days >= *rule_.from_day) && (!rule_.until_day || days <= *rule_.until_day);
  }

  bool doubles_in_time(std::size_t count) const {
    if (!rule_.doubling_at_most) return true;
    const MarkerPoint* lowest = rule_.reference == Reference::Nadir ? nadir(count, false) : nullptr;
    const std::size_t from = lowest != nullptr ? static_cast<std::size_t>(lowest - points_.data()) : 0;
    const auto days = doubling_days(measured(points_.subspan(from, count - from)));
    const auto months = days ? months_of(*days) : std::nullopt;
    return months && *months <= *rule_.doubling_at_most;
  }

  bool is_candidate(std::size_t i) const {
    if (!is_in_window(points_[i]) || !is_in_course(i)) return false;
    if (rule_.reference != Reference::None && !reference_value(i)) return false;
    const auto reference = reference_value(i);
    if (rule_.reference_least && !(reference && *reference >= *rule_.reference_least)) return false;
    if (!reaches(rule_, points_[i], reference)) return false;
    if (rule_.rising && (i == 0 || !rose(points_[i - 1], points_[i]))) return false;
    return doubles_in_time(i + 1);
  }

  void set_reference(std::size_t count) {
    judged_.reference = reference_value(count);
    judged_.threshold = threshold_of(rule_, judged_.reference);
    const MarkerPoint* point = reference_point(count);
    judged_.reference_day = point != nullptr ? std::optional(day_of(*point)) : std::nullopt;
  }

  void set_event(MarkerResult result, std::size_t i) {
    judged_.result = result;
    judged_.day = day_of(points_[i]);
    judged_.in_course = true;
    set_reference(i);
    if (const MarkerPoint* reference = reference_point(i)) judged_.evidence.push_back(reference);
    judged_.evidence.push_back(&points_[i]);
    if (rule_.bounce_months && may_be_bounce(i)) judged_.kind = "possible bounce";
  }

  /// The first rise above the nadir came early after treatment.
  bool may_be_bounce(std::size_t i) const {
    const MarkerPoint* lowest = nadir(i, false);
    for (const MarkerPoint& point : points_)
      if (lowest != nullptr && day_of(point) > day_of(*lowest) && rose(*lowest, point))
        return anchor_ && day_of(point) < add_months(*anchor_, *rule_.bounce_months);
    return false;
  }

  /// The value that confirms points_[i]; `open`: one that could is still to come.
  const MarkerPoint* confirming(std::size_t i, bool& open) const {
    const auto reference = reference_value(i);
    const auto threshold = threshold_of(rule_, reference);
    open = true;
    for (std::size_t j = i + 1; j < points_.size(); ++j) {
      const int days = day_of(points_[j]) - day_of(points_[i]);
      if (days < rule_.gap_days || says_nothing(points_[j], threshold)) continue;
      open = false;
      if (rule_.within_days && days > *rule_.within_days) return nullptr;
      if (reaches(rule_, points_[j], reference)) return &points_[j];
      if (rule_.second == Second::Next) return nullptr;
    }
    return nullptr;
  }

  void raised() {
    std::optional<std::size_t> pending;
    for (std::size_t i = rule_.current ? points_.size() - 1 : 0; i < points_.size(); ++i) {
      if (!is_candidate(i)) continue;
      if (rule_.second == Second::None) return set_event(MarkerResult::Yes, rule_.current ? first_of_run(i) : i);
      bool open = false;
      if (const MarkerPoint* second = confirming(i, open)) {
        set_event(MarkerResult::Yes, i);
        judged_.evidence.push_back(second);
        return;
      }
      if (open && !pending) pending = i;
    }
    if (pending) return set_event(MarkerResult::Pending, *pending);
    judged_.in_course = is_in_course(points_.size());
    judged_.result = MarkerResult::No;
    set_reference(points_.size());
    if (rule_.rising && points_.size() == 1 && reaches(rule_, points_[0], judged_.reference))
      set_event(MarkerResult::Pending, 0);
  }

  std::size_t first_of_run(std::size_t i) const {
    while (i > 0 && is_candidate(i - 1)) --i;
    return i;
  }

  bool is_counted_rise(std::size_t i) const {
    const MarkerPoint &before = points_[i - 1], &now = points_[i];
    if (!rose(before, now) || (rule_.detectable && before.censored())) return false;
    if (!rule_.each_percent) return true;
    const auto factor = rule_.each_percent->plus(Decimal::of(100));
    const auto scaled = now.value.times(Decimal::of(100));
    return factor && scaled && at_least(*scaled, before.value, *factor);
  }

  void rises() {
    int count = 0;
    for (std::size_t i = 1; i < points_.size(); ++i) {
      count = is_counted_rise(i) ? count + 1 : 0;
      const bool high_enough = !rule_.over || points_[i].value > *rule_.over;
      const auto rises = static_cast<std::size_t>(rule_.rises);
      if (count >= rule_.rises && high_enough) return set_rises(MarkerResult::Yes, i, i + 1 - rises);
      if (rule_.last_rise_pending && i + 1 == points_.size() && count > 0 && count + 1 == rule_.rises && high_enough)
        return set_rises(MarkerResult::Pending, i, i + 1 - static_cast<std::size_t>(count));
    }
    judged_.result = MarkerResult::No;
    judged_.in_course = true;
    judged_.threshold = rule_.over;
  }

  void set_rises(MarkerResult result, std::size_t last, std::size_t first) {
    judged_.result = result;
    judged_.in_course = true;
    judged_.threshold = rule_.over;
    const MarkerPoint* lowest = &points_[0];
    for (const MarkerPoint& point : points_.first(first))
      if (point.value <= lowest->value) lowest = &point;
    judged_.reference = lowest->value;
    judged_.reference_day = day_of(*lowest);
    judged_.day = day_of(points_[first]);
    if (rule_.dated_middle) judged_.day = day_of(*lowest) + (day_of(points_[first]) - day_of(*lowest)) / 2;
    judged_.evidence.push_back(lowest);
    for (std::size_t i = first; i <= last; ++i) judged_.evidence.push_back(&points_[i]);
  }

  bool has_fallen(const MarkerPoint& point) const {
    const auto bound = baseline_->value.times(*rule_.fall);
    return bound && point.value <= *bound;
  }

  /// No value between rises beyond the drift; what moves inside the normal range does not count.
  bool is_held(std::size_t from, std::size_t to) const {
    for (std::size_t i = from + 1; rule_.drift && i <= to; ++i) {
      const auto bound = points_[i - 1].value.times(*rule_.drift);
      if (!(upper_ && points_[i].value <= *upper_) && bound && points_[i].value > *bound) return false;
    }
    return true;
  }

  void fall() {
    judged_.in_course = true;
    judged_.result = MarkerResult::No;
    judged_.reference = baseline_->value;
    judged_.reference_day = day_of(*baseline_);
    judged_.threshold = baseline_->value.times(*rule_.fall);
    if (rule_.drift) judged_.kind = "none";  // a response has classes, a mere fall has none
    for (std::size_t i = 0; i < points_.size(); ++i) {
      if (!has_fallen(points_[i])) continue;
      bool open = true;
      for (std::size_t j = i + 1; j < points_.size(); ++j) {
        open = open && has_fallen(points_[j]) && is_held(i, j);
        if (day_of(points_[j]) - day_of(points_[i]) < rule_.gap_days) continue;
        if (open) return set_fall(i, j);
        break;
      }
      if (open && judged_.result == MarkerResult::No) {
        judged_.result = MarkerResult::Pending;
        judged_.day = day_of(points_[i]);
        judged_.evidence = {baseline_, &points_[i]};
      }
    }
  }

  void set_fall(std::size_t i, std::size_t j) {
    judged_.result = MarkerResult::Yes;
    judged_.day = day_of(points_[i]);
    judged_.evidence = {baseline_, &points_[i], &points_[j]};
    if (!rule_.drift) return;
    const auto normal = [&](const MarkerPoint& point) { return upper_ && point.value <= *upper_; };
    const bool complete = std::any_of(points_.begin() + static_cast<std::ptrdiff_t>(i), points_.end(), normal);
    judged_.kind = complete ? "complete" : "partial";
  }

  void half_life() {
    const auto fits = [](const MarkerPoint& left, const MarkerPoint& right) { return left.value < right.value; };
    const auto first =
        std::find_if(points_.begin(), points_.end(), [&](const auto& each) { return is_in_window(each); });
    if (first == points_.end()) return;
    const auto highest = std::max_element(first, points_.end(), fits);
    const auto lowest = std::min_element(highest, points_.end(), fits);
    judged_.threshold = rule_.half_life_over_days;
    const auto days = half_life_days(measured({highest, lowest + 1}));
    if (!days) return;
    judged_.in_course = true;
    judged_.reference = *days;
    judged_.result = *days > *rule_.half_life_over_days ? MarkerResult::Yes : MarkerResult::No;
    if (judged_.result == MarkerResult::Yes) judged_.day = day_of(*lowest);
    judged_.evidence = {&*highest, &*lowest};
  }

  const SeriesRule& rule_;
  std::optional<Day> anchor_;
  Points points_;
  const MarkerPoint* baseline_ = nullptr;
  std::optional<Decimal> upper_;
  Judged judged_;
};

}  // namespace

Judged judge(const SeriesRule& rule, std::span<const MarkerPoint> points, std::optional<Day> anchor) {
  return Judge(rule, points, anchor).run();
}

bool stands_before(const Judged& left, const Judged& right) {
  if (left.result != right.result) return left.result > right.result;
  if (left.result == MarkerResult::Yes || left.result == MarkerResult::Pending) return left.day < right.day;
  return left.in_course && !right.in_course;
}

std::vector<Measured> measured(std::span<const MarkerPoint> points) {
  std::vector<Measured> result;
  for (const MarkerPoint& point : points)
    if (!point.censored() && point.value.digits() > 0) result.push_back({day_of(point), point.value});
  return result;
}

}  // namespace restage::markers
