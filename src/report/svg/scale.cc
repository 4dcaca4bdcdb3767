// SPDX-License-Identifier: Apache-2.0
#include "report/svg/scale.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace restage::report {

double Scale::operator()(double value) const {
  return start_ + std::clamp((value - from_) / (to_ - from_), 0.0, 1.0) * (end_ - start_);
}

double nice_step(double span, int count) {
  if (!(span > 0)) return 1;
  const double raw = span / count;
  const double power = std::pow(10.0, std::floor(std::log10(raw)));
  for (const double factor : {1.0, 2.0, 5.0})
    if (raw <= factor * power) return factor * power;
  return 10 * power;
}

std::vector<DayTick> day_ticks(Day first, Day last) {
  const int months_shown = (last - first) / 30;
  const int step = months_shown <= 14    ? 1
                   : months_shown <= 40  ? 3
                   : months_shown <= 90  ? 6
                   : months_shown <= 240 ? 12
                                         : 60;
  const PartialDate start = PartialDate::from_day(first);
  const std::optional<PartialDate> begin =
      PartialDate::of(start.year(), step >= 12 ? 1 : ((start.month() - 1) / step) * step + 1, 1);
  std::vector<DayTick> ticks;
  for (Day day = begin ? begin->earliest() : first; day <= last; day = add_months(day, step)) {
    if (day < first) continue;
    const PartialDate date = PartialDate::from_day(day);
    const bool is_year = date.month() == 1;
    ticks.push_back(
        {day,
         step >= 12 || is_year ? std::to_string(date.year()) : fmt::format("{:04}-{:02}", date.year(), date.month()),
         is_year});
  }
  return ticks;
}

}  // namespace restage::report
