// SPDX-License-Identifier: Apache-2.0
#include "followup/chain.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace restage::followup {
namespace {

constexpr double kHorizonMonths = 120;
constexpr double kTiny = 1e-6;

/// When a rule ends, at the latest; a rule with only a least end goes on.
const std::optional<TimeLength>& end_of(const Rule& rule) { return rule.until.most; }

const std::optional<TimeLength>& longest(const TimeWindow& window) { return window.most ? window.most : window.least; }

std::optional<Day> moved(Day day, const std::optional<TimeLength>& length) {
  return length ? std::optional(after(day, *length)) : std::nullopt;
}

void raise(std::optional<Day>& day, Day least) {
  if (day && *day < least) day = least;
}

std::string years_text(double begin, double end) {
  const int first = static_cast<int>(begin / 12) + 1, last = static_cast<int>(end / 12);
  if (std::fmod(begin, 12) != 0 || std::fmod(end, 12) != 0)
    return "in months " + std::to_string(static_cast<int>(begin)) + "-" + std::to_string(static_cast<int>(end));
  if (first == last) return "in year " + std::to_string(first);
  return "in years " + std::to_string(first) + "-" + std::to_string(last);
}

}  // namespace

Chain::Chain(std::vector<const Rule*> rules) : rules_(std::move(rules)) {
  std::stable_sort(rules_.begin(), rules_.end(),
                   [](const Rule* a, const Rule* b) { return a->from.months() < b->from.months(); });
}

std::optional<std::size_t> Chain::in_force(Day anchor, Day day) const {
  for (std::size_t i = rules_.size(); i-- > 0;) {
    if (day < after(anchor, rules_[i]->from)) continue;
    const auto end = moved(anchor, end_of(*rules_[i]));
    const bool last = i + 1 == rules_.size();
    if (!end || day < *end || (last && day == *end)) return i;
    return std::nullopt;
  }
  return std::nullopt;
}

std::optional<Chain::Due> Chain::first_due(Day anchor) const {
  const Rule& rule = first();
  Due due;
  due.base = anchor;
  if (!rule.at.empty()) {
    due.from = due.to = after(anchor, rule.at.front());
  } else if (rule.first.is_given()) {
    due.from = moved(anchor, rule.first.least);
    due.to = moved(anchor, rule.first.most ? rule.first.most : rule.every.most);
  } else if (rule.every.is_given()) {
    due.base = after(anchor, rule.from);
    due.from = moved(due.base, rule.every.least);
    due.to = moved(due.base, rule.every.most);
  } else {
    return std::nullopt;
  }
  return due;
}

std::optional<Chain::Due> Chain::due_at_fixed(std::size_t rule, Day anchor, Day last_done) const {
  Day before = after(anchor, rules_[rule]->from);
  for (const TimeLength& month : rules_[rule]->at) {
    const Day target = after(anchor, month);
    if (last_done < target - (target - before) / 4) return Due{target, target, before};
    before = target;
  }
  return std::nullopt;
}

std::optional<Chain::Due> Chain::next_due(std::size_t rule, Day anchor, std::optional<Day> last_done,
                                          std::optional<Day> not_before) const {
  if (!last_done) {
    auto due = first_due(anchor);
    if (due && not_before) {
      raise(due->from, *not_before);
      raise(due->to, *not_before);
    }
    return due;
  }
  for (; rule < rules_.size(); ++rule) {
    if (auto fixed = due_at_fixed(rule, anchor, *last_done)) return fixed;
    const Rule& asked = *rules_[rule];
    if (!asked.every.is_given()) continue;
    Due due{moved(*last_done, asked.every.least), moved(*last_done, asked.every.most), *last_done};
    const Day begin = after(anchor, asked.from);
    raise(due.from, begin);
    raise(due.to, begin);
    const auto end = moved(anchor, end_of(last()));
    const Day opens = due.from ? *due.from : *last_done + 1;
    return end && opens > *end ? std::nullopt : std::optional(due);
  }
  return std::nullopt;
}

TimeWindow Chain::interval(std::size_t rule, Day anchor, Day day) const {
  const Rule& asked = *rules_[rule];
  if (asked.every.is_given() || asked.at.size() < 2) return asked.every;
  std::size_t next = 1;
  while (next + 1 < asked.at.size() && after(anchor, asked.at[next]) <= day) ++next;
  TimeLength distance = asked.at[next];
  distance.amount -= asked.at[next - 1].amount;
  return {distance, distance};
}

Chain::Months Chain::months() const {
  Months result;
  for (const Rule* rule : rules_) {
    for (const TimeLength& month : rule->at) result.months.push_back(month.months());
    const double from = rule->from.months();
    if (result.months.empty() && rule->at.empty())
      if (const auto& one = longest(rule->first)) result.months.push_back(one->months());
    const auto& step = longest(rule->every);
    const auto& end = end_of(*rule);
    if (!step || step->amount == 0) continue;
    const double limit = end ? end->months() : kHorizonMonths;
    double next = (result.months.empty() ? from : result.months.back()) + step->months();
    while (next <= from + kTiny) next += step->months();
    for (; next <= limit + kTiny; next += step->months()) result.months.push_back(next);
    result.goes_on = !end;
  }
  return result;
}

/// False where the chain says nothing of the time asked for.
bool Chain::count_within(double begin, double end, Count& count) const {
  int least = 0, most = 0;
  bool open = false, any = false;
  for (const Rule* rule : rules_) {
    const double first = std::max(begin, rule->from.months());
    const double last = std::min(end, end_of(*rule) ? end_of(*rule)->months() : end);
    for (const TimeLength& month : rule->at)
      if (month.months() > begin && month.months() <= end + kTiny) ++least, ++most, any = true;
    if (last <= first) continue;
    if (rule->times && rule->from.months() >= begin && last + kTiny >= end_of(*rule).value_or(TimeLength{}).months()) {
      least += rule->times->least;
      open = open || !rule->times->most;
      most += rule->times->most.value_or(0);
      any = true;
    } else if (rule->every.is_given() && !rule->times) {
      const auto number = [&](const TimeLength& step) {
        return static_cast<int>(std::floor((last - first) / step.months() + kTiny));
      };
      if (rule->every.most) least += number(*rule->every.most);
      if (rule->every.least) most += number(*rule->every.least);
      open = open || !rule->every.least;
      any = true;
    }
  }
  count.least = least;
  if (!open) count.most = most;
  return any;
}

std::vector<Chain::Count> Chain::counts() const {
  std::vector<Count> result;
  const auto add = [&](std::string period, double begin, double end) {
    Count count{std::move(period), {}, {}};
    const bool known =
        std::any_of(result.begin(), result.end(), [&](const Count& each) { return each.period == count.period; });
    if (!known && count_within(begin, end, count)) result.push_back(std::move(count));
  };
  double end = 0;
  for (const Rule* rule : rules_) {
    const double last = end_of(*rule) ? end_of(*rule)->months() : kHorizonMonths;
    if (end_of(*rule)) add(years_text(rule->from.months(), last), rule->from.months(), last);
    end = std::max(end, last);
  }
  const int years = std::min(5, static_cast<int>(end / 12 + kTiny));
  for (int year = years; year > 0; --year) add("over " + std::to_string(year) + " years", 0, 12.0 * year);
  for (int year = 1; year <= years; ++year) add("in year " + std::to_string(year), 12.0 * (year - 1), 12.0 * year);
  return result;
}

statement::DueStatus status_on(const Chain::Due& due, Day day) {
  const Day from = due.from ? *due.from : *due.to;
  if (due.to && day > *due.to + (*due.to - due.base) / 4) return statement::DueStatus::Overdue;
  return day < from - (from - due.base) / 4 ? statement::DueStatus::NotYet : statement::DueStatus::Due;
}

}  // namespace restage::followup
