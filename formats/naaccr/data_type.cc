// SPDX-License-Identifier: Apache-2.0
#include "formats/naaccr/data_type.h"

#include <algorithm>

#include "base/text.h"
#include "core/partial_date.h"

namespace restage::naaccr {
namespace {

using text::is_digit;

bool is_capital(char c) noexcept { return c >= 'A' && c <= 'Z'; }

template <class Is>
bool all_are(std::string_view value, Is is) noexcept {
  return !value.empty() && std::all_of(value.begin(), value.end(), is);
}

/// A number of two or four digits at the front, taken off; -1 when there is none.
int take_number(std::string_view& rest, std::size_t digits) noexcept {
  if (rest.size() < digits || !all_are(rest.substr(0, digits), is_digit)) return -1;
  int number = 0;
  for (const char c : rest.substr(0, digits)) number = 10 * number + (c - '0');
  rest.remove_prefix(digits);
  return number;
}

bool take(std::string_view& rest, char wanted) noexcept {
  if (!rest.starts_with(wanted)) return false;
  rest.remove_prefix(1);
  return true;
}

bool is_numeric(std::string_view value) noexcept {
  const std::size_t point = value.find('.');
  return all_are(value.substr(0, point), is_digit) &&
         (point == std::string_view::npos || all_are(value.substr(point + 1), is_digit));
}

// YYYY, YYYYMM or YYYYMMDD.
bool is_date(std::string_view value) noexcept {
  const int year = take_number(value, 4);
  if (year < 1800 || year > 2099) return false;
  if (value.empty()) return true;
  const int month = take_number(value, 2);
  if (month < 1 || month > 12) return false;
  if (value.empty()) return true;
  const int day = take_number(value, 2);
  return value.empty() && day > 0 && PartialDate::of(year, month, day).has_value();
}

// Thh:mm:ss
bool take_time(std::string_view& rest) noexcept {
  if (!take(rest, 'T')) return false;
  const int hour = take_number(rest, 2);
  if (hour < 0 || hour > 23 || !take(rest, ':')) return false;
  const int minute = take_number(rest, 2);
  if (minute < 0 || minute > 59 || !take(rest, ':')) return false;
  const int second = take_number(rest, 2);
  return second >= 0 && second <= 60;  // 60: a leap second
}

// Z, or + or - with the hours and minutes (the schema allows to leave these out).
bool is_zone(std::string_view rest) noexcept {
  if (rest == "Z") return true;
  if (!take(rest, '+') && !take(rest, '-')) return false;
  if (rest.empty() || rest == "14:00") return true;
  const int hours = take_number(rest, 2);
  if (hours < 0 || hours > 13 || !take(rest, ':')) return false;
  const int minutes = take_number(rest, 2);
  return rest.empty() && minutes >= 0 && minutes <= 59;
}

// YYYY, YYYY-MM, YYYY-MM-DD or YYYY-MM-DDThh:mm:ss; from the month on with a time zone if wanted.
bool is_date_time(std::string_view value) noexcept {
  const int year = take_number(value, 4);
  if (year < 1) return false;
  if (value.empty()) return true;
  if (!take(value, '-')) return false;
  const int month = take_number(value, 2);
  if (month < 1 || month > 12) return false;
  if (value.size() > 1 && value[0] == '-' && (value.size() == 3 || value[3] != ':')) {
    value.remove_prefix(1);
    const int day = take_number(value, 2);
    if (day < 1 || !PartialDate::of(year, month, day)) return false;
    if (value.starts_with('T') && !take_time(value)) return false;
  }
  return value.empty() || is_zone(value);
}

}  // namespace

DataType data_type_of(std::string_view name) noexcept {
  if (name == "digits") return DataType::Digits;
  if (name == "alpha") return DataType::Alpha;
  if (name == "mixed") return DataType::Mixed;
  if (name == "numeric") return DataType::Numeric;
  if (name == "date") return DataType::Date;
  return name == "dateTime" ? DataType::DateTime : DataType::Text;
}

bool fits(DataType type, std::string_view value) noexcept {
  switch (type) {
    case DataType::Text:
      return true;
    case DataType::Digits:
      return all_are(value, is_digit);
    case DataType::Alpha:
      return all_are(value, is_capital);
    case DataType::Mixed:
      return all_are(value, [](char c) { return is_digit(c) || is_capital(c); });
    case DataType::Numeric:
      return is_numeric(value);
    case DataType::Date:
      return is_date(value);
    case DataType::DateTime:
      return is_date_time(value);
  }
  return true;
}

std::string_view description_of(DataType type) noexcept {
  switch (type) {
    case DataType::Text:
      return "a text";
    case DataType::Digits:
      return "of digits alone";
    case DataType::Alpha:
      return "of capital letters A to Z alone";
    case DataType::Mixed:
      return "of digits and capital letters A to Z alone";
    case DataType::Numeric:
      return "a number (digits, a point and digits behind it if needed)";
    case DataType::Date:
      return "a date of the calendar from 1800 to 2099 as YYYY, YYYYMM or YYYYMMDD";
    case DataType::DateTime:
      return "a date of the calendar as YYYY, YYYY-MM, YYYY-MM-DD or YYYY-MM-DDThh:mm:ss with or without a time zone";
  }
  return "";
}

}  // namespace restage::naaccr
