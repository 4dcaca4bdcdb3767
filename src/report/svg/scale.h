// SPDX-License-Identifier: Apache-2.0
#pragma once
// Scales of pictures: where a value lies, which values and days get a tick. Positions only, never numbers that are
// printed as results. Pure functions.
#include <string>
#include <vector>

#include "core/partial_date.h"

namespace restage::report {

/// Maps values from..to onto positions; values outside are held at the ends.
class Scale {
 public:
  Scale(double from, double to, double start, double end) : from_(from), to_(to), start_(start), end_(end) {}
  double operator()(double value) const;

 private:
  double from_, to_, start_, end_;
};

/// A step of 1, 2 or 5 times a power of ten that cuts `span` into about `count` parts.
double nice_step(double span, int count);

struct DayTick {
  Day day = 0;
  std::string label;  ///< 2023 or 2023-04
  bool is_year = false;
};
/// Months, quarters, half years or years, whichever leave room for their labels.
std::vector<DayTick> day_ticks(Day first, Day last);

}  // namespace restage::report
