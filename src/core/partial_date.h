// SPDX-License-Identifier: Apache-2.0
#pragma once
// PartialDate: a calendar date known to the year, month or day, or not at all, as an interval of days.
//
// Ordering questions have three answers: a date known only to the year is neither before nor after a day in
// that year. INVARIANT: earliest() <= latest(). Thread-safe value, no time zone, no clock.
#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace restage {

/// Days since 1970-01-01 in the proleptic Gregorian calendar.
using Day = std::int32_t;

/// What can be said of an order between two partial dates.
enum class Ordering { Before, Same, After, Unknown };

class PartialDate {
 public:
  enum class Precision : std::uint8_t { None, Year, Month, Exact };

  constexpr PartialDate() = default;
  static std::optional<PartialDate> of(int year, int month = 0, int day = 0) noexcept;
  static PartialDate from_day(Day day) noexcept;
  /// Reads `2024`, `2024-03`, `2024-03-17`, and date-times that begin so (`2024-03-17T10:00:00Z`), also the
  /// compact registry forms `20240317`, `202403`. nullopt for impossible or malformed dates.
  static std::optional<PartialDate> parse(std::string_view text) noexcept;

  Precision precision() const noexcept { return precision_; }
  bool is_known() const noexcept { return precision_ != Precision::None; }
  bool is_exact() const noexcept { return precision_ == Precision::Exact; }
  int year() const noexcept { return year_; }
  int month() const noexcept { return month_; }  ///< 0 when unknown
  int day() const noexcept { return day_; }      ///< 0 when unknown

  /// First and last day it could be; for an unknown date the ends of the calendar.
  Day earliest() const noexcept;
  Day latest() const noexcept;

  /// Order of this against other: Same only for two equal exact days.
  Ordering compared_to(const PartialDate& other) const noexcept;
  bool surely_before(const PartialDate& other) const noexcept { return latest() < other.earliest(); }
  bool surely_after(const PartialDate& other) const noexcept { return earliest() > other.latest(); }

  std::string text() const;  ///< ISO 8601, as precise as known; empty when unknown
  friend bool operator==(const PartialDate&, const PartialDate&) noexcept = default;
  /// Total order for sorting only: earliest day, then precision; unknown dates last.
  static bool sorts_before(const PartialDate& left, const PartialDate& right) noexcept;

 private:
  std::int16_t year_ = 0;
  std::int8_t month_ = 0;
  std::int8_t day_ = 0;
  Precision precision_ = Precision::None;
};

/// Whole months are added by the calendar; a day past the end of the month becomes its last day.
Day add_months(Day day, int months) noexcept;

}  // namespace restage
