// SPDX-License-Identifier: Apache-2.0
#include "core/partial_date.h"

#include <chrono>
#include <limits>

#include <fmt/format.h>

#include "base/text.h"

namespace restage {
namespace {

namespace chr = std::chrono;

Day to_day(int year, unsigned month, unsigned day) noexcept {
  return static_cast<Day>(
      chr::sys_days{chr::year{year} / chr::month{month} / chr::day{day}}.time_since_epoch().count());
}

chr::year_month_day to_calendar(Day day) noexcept { return chr::year_month_day{chr::sys_days{chr::days{day}}}; }

unsigned last_day_of(int year, unsigned month) noexcept {
  return static_cast<unsigned>((chr::year{year} / chr::month{month} / chr::last).day());
}

// Reads exactly `count` digits at `at`, or -1.
int digits_at(std::string_view text, std::size_t at, std::size_t count) noexcept {
  if (at + count > text.size()) return -1;
  int value = 0;
  for (std::size_t i = at; i < at + count; ++i) {
    if (!text::is_digit(text[i])) return -1;
    value = value * 10 + (text[i] - '0');
  }
  return value;
}

}  // namespace

std::optional<PartialDate> PartialDate::of(int year, int month, int day) noexcept {
  if (year < 1 || year > 9999 || month < 0 || month > 12 || day < 0 || (month == 0 && day != 0)) return std::nullopt;
  if (month > 0 && day > static_cast<int>(last_day_of(year, static_cast<unsigned>(month)))) return std::nullopt;
  PartialDate date;
  date.year_ = static_cast<std::int16_t>(year);
  date.month_ = static_cast<std::int8_t>(month);
  date.day_ = static_cast<std::int8_t>(day);
  date.precision_ = day > 0 ? Precision::Exact : month > 0 ? Precision::Month : Precision::Year;
  return date;
}

PartialDate PartialDate::from_day(Day day) noexcept {
  const auto calendar = to_calendar(day);
  return of(static_cast<int>(calendar.year()), static_cast<int>(static_cast<unsigned>(calendar.month())),
            static_cast<int>(static_cast<unsigned>(calendar.day())))
      .value_or(PartialDate{});
}

std::optional<PartialDate> PartialDate::parse(std::string_view text) noexcept {
  const int year = digits_at(text, 0, 4);
  if (year < 0) return std::nullopt;
  if (text.size() == 4) return of(year);
  const bool dashed = text[4] == '-';
  const std::size_t month_at = dashed ? 5 : 4;
  const int month = digits_at(text, month_at, 2);
  if (month < 1) return std::nullopt;
  std::size_t at = month_at + 2;
  if (text.size() == at) return of(year, month);
  if (dashed) {
    if (text[at] != '-') return std::nullopt;
    ++at;
  }
  const int day = digits_at(text, at, 2);
  if (day < 1) return std::nullopt;
  at += 2;
  if (at != text.size() && text[at] != 'T' && text[at] != ' ') return std::nullopt;
  return of(year, month, day);
}

Day PartialDate::earliest() const noexcept {
  if (!is_known()) return std::numeric_limits<Day>::min();
  return to_day(year_, month_ > 0 ? static_cast<unsigned>(month_) : 1u, day_ > 0 ? static_cast<unsigned>(day_) : 1u);
}

Day PartialDate::latest() const noexcept {
  if (!is_known()) return std::numeric_limits<Day>::max();
  const unsigned month = month_ > 0 ? static_cast<unsigned>(month_) : 12u;
  return to_day(year_, month, day_ > 0 ? static_cast<unsigned>(day_) : last_day_of(year_, month));
}

Ordering PartialDate::compared_to(const PartialDate& other) const noexcept {
  if (surely_before(other)) return Ordering::Before;
  if (surely_after(other)) return Ordering::After;
  return is_exact() && other.is_exact() ? Ordering::Same : Ordering::Unknown;
}

std::string PartialDate::text() const {
  switch (precision_) {
    case Precision::None:
      return "";
    case Precision::Year:
      return fmt::format("{:04}", year_);
    case Precision::Month:
      return fmt::format("{:04}-{:02}", year_, month_);
    case Precision::Exact:
      return fmt::format("{:04}-{:02}-{:02}", year_, month_, day_);
  }
  return "";
}

bool PartialDate::sorts_before(const PartialDate& left, const PartialDate& right) noexcept {
  if (left.is_known() != right.is_known()) return left.is_known();
  if (left.earliest() != right.earliest()) return left.earliest() < right.earliest();
  return left.precision_ > right.precision_;
}

Day add_months(Day day, int months) noexcept {
  const auto calendar = to_calendar(day);
  const auto moved = chr::year_month{calendar.year(), calendar.month()} + chr::months{months};
  const unsigned last = last_day_of(static_cast<int>(moved.year()), static_cast<unsigned>(moved.month()));
  const unsigned wanted = static_cast<unsigned>(calendar.day());
  return to_day(static_cast<int>(moved.year()), static_cast<unsigned>(moved.month()), wanted < last ? wanted : last);
}

}  // namespace restage
