// SPDX-License-Identifier: Apache-2.0
#include "readiness/stage.h"

#include <algorithm>

#include "base/text.h"

namespace restage::readiness {
namespace {

/// "T2a" -> "T2", "Tis" -> "Tis", "M1(i+)" -> "M1"; empty for X.
std::string main_class_of(std::string_view value) {
  if (value.size() < 2 || value[1] == 'X') return {};
  if (value.substr(1).starts_with("is")) return std::string(value.substr(0, 3));
  if (value[1] == 'a') return std::string(value.substr(0, 2));
  return text::is_digit(value[1]) ? std::string(value.substr(0, 2)) : std::string{};
}

/// "IIIC1" -> "III", "IA" -> "I", "0a" -> "0".
std::string main_group_of(std::string_view value) {
  const std::size_t end = value.find_first_not_of("IV");
  if (end != 0 && end != std::string_view::npos) return std::string(value.substr(0, end));
  if (end == std::string_view::npos) return std::string(value);
  return value.starts_with('0') ? "0" : std::string{};
}

std::string one_of(const std::vector<std::string>& values, std::string (*shorten)(std::string_view)) {
  std::string found;
  for (const std::string& value : values) {
    const std::string shortened = shorten(value);
    if (shortened.empty() || (!found.empty() && found != shortened)) return {};
    found = shortened;
  }
  return found;
}

std::string class_of(const statement::Category& category) {
  return category.value.empty() ? one_of(category.possible, main_class_of) : main_class_of(category.value);
}

}  // namespace

const statement::TumorTimeline* timeline_of(const statement::PatientTimeline& timeline, std::string_view tumor) {
  const auto found = std::find_if(timeline.tumors.begin(), timeline.tumors.end(),
                                  [&](const statement::TumorTimeline& each) { return each.tumor.id == tumor; });
  return found == timeline.tumors.end() ? nullptr : &*found;
}

GivenValues staged_values(const statement::PatientTimeline& timeline, std::string_view tumor) {
  GivenValues values = {{"stage_t", {}}, {"stage_n", {}}, {"stage_m", {}}, {"stage_group", {}}};
  const statement::TumorTimeline* staged = timeline_of(timeline, tumor);
  if (staged == nullptr) return values;
  for (const statement::Statement& each : staged->statements) {
    if (each.classification != Classification::Clinical && each.classification != Classification::Pathological)
      continue;
    const std::string group = each.group.empty() ? one_of(each.possible, main_group_of) : main_group_of(each.group);
    const std::string said[] = {class_of(each.t), class_of(each.n), class_of(each.m), group};
    for (std::size_t i = 0; i < values.size(); ++i)
      if (!said[i].empty()) values[i].second = said[i];
  }
  return values;
}

}  // namespace restage::readiness
