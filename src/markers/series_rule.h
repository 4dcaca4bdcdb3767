// SPDX-License-Identifier: Apache-2.0
#pragma once
// SeriesRule: one row of a marker pack as it is carried out: from which day on values count, what they are measured
// against, what they must reach and how that is confirmed. The words of the settings are listed in docs/markers.md.
// Everything that is a limit comes from the pack; here are only the few forms such rules have. Plain data, made once a
// pack; points into the pack, which must outlive it.
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/decimal.h"
#include "base/result.h"
#include "rules/run/collector.h"

namespace restage::markers {

/// What a value is measured against.
enum class Reference : std::uint8_t {
  None,
  First,     ///< the first value after the day
  Nadir,     ///< the lowest value after the day, up to then
  Lowest,    ///< the same with the baseline among them
  Baseline,  ///< the last value on or before the day
  Upper      ///< the upper limit of normal
};

/// What must have been so before a value for it to be judged.
enum class Course : std::uint8_t { BaselineRaised, BaselineNormal, Normalized, NeverNormal, Declined, NotDeclined };

enum class Form : std::uint8_t { Raised, Rises, Fall, HalfLife, Table };
enum class Second : std::uint8_t { None, Next, Any };

struct SeriesRule {
  const rules::RowModel* row = nullptr;
  std::string_view id, policy, kind, defines, table;
  bool is_default = false;

  Form form = Form::Raised;
  std::string after;  ///< input of the pack that leads back to the day; empty: all values count
  Reference reference = Reference::None;
  std::vector<Course> courses;
  std::optional<Decimal> ratio;            ///< at least so many times the reference
  std::optional<Decimal> ratio_over;       ///< more than so many times
  std::optional<Decimal> rise;             ///< at least so much above it
  std::optional<Decimal> rise_over;        ///< more than so much above it
  std::optional<Decimal> limit;            ///< at least so much
  std::optional<Decimal> over;             ///< more than so much
  std::optional<Decimal> upper;            ///< limit of normal where the laboratory gives none
  std::optional<Decimal> reference_least;  ///< the reference itself is at least so much
  std::optional<int> from_day, until_day;  ///< days after the day at which values are judged
  bool rising = false;                     ///< above the value before
  bool current = false;                    ///< judged by the last value alone
  Second second = Second::None;
  int gap_days = 0;                            ///< the second value at least so many days later
  std::optional<int> within_days;              ///< and at most so many
  std::optional<Decimal> doubling_at_most;     ///< months
  std::optional<int> bounce_months;            ///< a first rise before that may be a bounce
  int rises = 0;                               ///< so many in a row
  std::optional<Decimal> each_percent;         ///< each of them at least so much
  bool detectable = false;                     ///< from a value that is no limit
  bool dated_middle = false;                   ///< half way between nadir and first rise
  bool last_rise_pending = false;              ///< all rises but one are a result that waits
  std::optional<Decimal> fall;                 ///< to at most so much of the baseline
  std::optional<Decimal> drift;                ///< while held a value is at most so many times the one before
  std::optional<Decimal> baseline_ratio;       ///< the baseline is at least so many upper limits
  std::optional<int> baseline_within_days;     ///< and at most so many days old
  std::string clear_of;                        ///< input that leads back to a day too near before `after` ...
  int clear_days = 0;                          ///< ... when it is less than or just so many days before it
  std::optional<Decimal> half_life_over_days;  ///< a longer half-life meets it
  std::string output;                          ///< of the pack's tables, that gives the class
  std::vector<std::string> met_by;             ///< classes that meet it

  /// An Error names the setting that is none.
  static Result<SeriesRule> read(const rules::TableModel& table, const rules::RowModel& row);
};

}  // namespace restage::markers
