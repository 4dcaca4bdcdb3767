// SPDX-License-Identifier: Apache-2.0
#pragma once
// Chain: the rules of one activity of one guideline, in order of time, and what follows from them: which is in force on
// a day, when the next one is due, the months of the whole schedule and how many there are. A period holds from its
// first day up to the day it ends, where the next begins; the last day of the last period belongs to it. Pure
// functions.
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "followup/rule.h"

namespace restage::followup {

class Chain {
 public:
  /// Rules of one activity; they must outlive it.
  explicit Chain(std::vector<const Rule*> rules);

  const Rule& first() const { return *rules_.front(); }
  const Rule& last() const { return *rules_.back(); }
  std::span<const Rule* const> rules() const { return rules_; }

  std::optional<std::size_t> in_force(Day anchor, Day day) const;

  struct Due {
    std::optional<Day> from, to;  ///< the window of the guideline, without tolerance
    Day base = 0;                 ///< what the interval was counted from
  };
  /// What is due next, the rule in force given. Nothing when the activity is finished or has no dates.
  std::optional<Due> next_due(std::size_t rule, Day anchor, std::optional<Day> last_done,
                              std::optional<Day> not_before) const;
  /// The interval of a rule on a day: its own, or the distance of the fixed months around it.
  TimeWindow interval(std::size_t rule, Day anchor, Day day) const;

  struct Months {
    std::vector<double> months;
    bool goes_on = false;
  };
  /// At the longest interval allowed; what never ends is listed for ten years.
  Months months() const;

  struct Count {
    std::string period;  ///< "in years 1-3", "over 5 years", "in year 2"
    std::optional<int> least, most;
  };
  std::vector<Count> counts() const;

 private:
  std::optional<Due> first_due(Day anchor) const;
  std::optional<Due> due_at_fixed(std::size_t rule, Day anchor, Day last_done) const;
  bool count_within(double begin, double end, Count& count) const;
  std::vector<const Rule*> rules_;
};

/// The project's convention: the window opens a quarter of the interval early, overdue is a quarter of it late.
statement::DueStatus status_on(const Chain::Due& due, Day day);

}  // namespace restage::followup
