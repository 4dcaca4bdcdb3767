// SPDX-License-Identifier: Apache-2.0
#include "followup/time_window.h"

#include <charconv>
#include <string>

#include "base/text.h"

namespace restage::followup {

Day after(Day day, const TimeLength& length) noexcept {
  if (length.unit == TimeLength::Unit::Months) return add_months(day, length.amount);
  return day + length.amount * (length.unit == TimeLength::Unit::Weeks ? 7 : 1);
}

Result<TimeLength> parse_length(std::string_view cell) {
  TimeLength length;
  std::string_view digits = text::trim(cell);
  if (digits.ends_with('w')) length.unit = TimeLength::Unit::Weeks;
  if (digits.ends_with('d')) length.unit = TimeLength::Unit::Days;
  if (length.unit != TimeLength::Unit::Months) digits.remove_suffix(1);
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), length.amount);
  if (error != std::errc{} || end != digits.data() + digits.size() || length.amount < 0 || length.amount > 1200)
    return Error{ErrorCode::Malformed, "is no length of time; write 6 (months), 12w or 2d", std::string(cell)};
  return length;
}

Result<TimeWindow> parse_window(std::string_view cell) {
  TimeWindow window;
  const std::string_view whole = text::trim(cell);
  if (whole.empty()) return window;
  const std::size_t dots = whole.find("..");
  const std::string_view least = whole.substr(0, dots);
  const std::string_view most = dots == std::string_view::npos ? least : whole.substr(dots + 2);
  for (const auto& [part, end] : {std::pair{least, &window.least}, std::pair{most, &window.most}}) {
    if (part.empty()) continue;
    const auto length = parse_length(part);
    if (!length) return length.error();
    *end = *length;
  }
  if (!window.is_given() || (window.least && window.most && window.most->months() < window.least->months()))
    return Error{ErrorCode::Malformed, "is no window of time; write 3..6, ..6, 24.. or 6", std::string(cell)};
  return window;
}

}  // namespace restage::followup
