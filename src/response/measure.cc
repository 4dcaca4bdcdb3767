// SPDX-License-Identifier: Apache-2.0
#include "response/measure.h"

#include <fmt/format.h>

#include "base/text.h"

namespace restage::response {

std::string spelling(const Criterion& criterion, std::string_view response) {
  const ResponseCategory* category = criterion.category(response);
  return category == nullptr ? std::string(response) : category->name;
}

bool is_not_applicable(std::string_view call) noexcept {
  for (const std::string_view word : {"", "none", "na", "n/a", "not applicable", "no target", "no non-target"})
    if (same_name(call, word)) return true;
  return false;
}

std::string_view new_lesion_word(std::string_view given) noexcept {
  if (given.empty()) return {};
  for (const std::string_view word : {"yes", "y", "true", "new", "unequivocal", "1", "present"})
    if (same_name(given, word)) return "yes";
  for (const std::string_view word : {"no", "n", "false", "none", "0", "absent"})
    if (same_name(given, word)) return "no";
  if (same_name(given, "equivocal")) return "equivocal";
  return "unknown";
}

std::optional<Decimal> percent_change(const Decimal& value, const Decimal& from, int decimals) noexcept {
  const auto change = value.minus(from);
  const auto scaled = change ? change->times(Decimal::of(100)) : std::nullopt;
  return scaled ? scaled->divided_by(from, decimals) : std::nullopt;
}

bool at_most(const Decimal& value, const Decimal& reference, const Decimal& ratio) noexcept {
  const auto bound = reference.times(ratio);
  return bound && value <= *bound;
}

bool at_least(const Decimal& value, const Decimal& reference, const Decimal& ratio) noexcept {
  const auto bound = reference.times(ratio);
  return bound && value >= *bound;
}

Decimal add(const Decimal& left, const Decimal& right) noexcept { return left.plus(right).value_or(left); }
Decimal subtract(const Decimal& left, const Decimal& right) noexcept { return left.minus(right).value_or(left); }

statement::VisitResult start_visit(const MeasureContext& context, std::size_t visit) {
  statement::VisitResult result;
  result.id = context.series.visits()[visit]->id;
  result.date = context.series.visits()[visit]->date;
  result.issues = context.series.issues_at(visit + 1);
  return result;
}

std::string combine(const MeasureContext& context, std::string_view table,
                    std::initializer_list<std::string_view> values, statement::VisitResult& result) {
  const CombinationTable* combinations = context.criterion.table(table);
  RESTAGE_ASSERT(combinations != nullptr);
  const CombinationTable::Row* row = combinations == nullptr ? nullptr : combinations->look_up(values);
  if (row == nullptr) return {};
  result.rules.push_back(combinations->name() + "." + row->id);
  return row->results.front();
}

std::optional<Decimal> component_number(const ResponseVisit& visit, std::string_view name,
                                        statement::VisitResult& result, const Series& series) {
  const std::string* text = find_value(visit.components, name);
  if (text == nullptr) return std::nullopt;
  const auto number = Decimal::parse(text::trim(*text));
  if (!number)
    result.issues.push_back(make_issue(IssueCode::ValueUnreadable, series.path(visit.id),
                                       fmt::format("component {} is '{}', not a number, and was not used", name, *text),
                                       "give a number"));
  return number;
}

const ResponseLab* find_lab(const ResponseVisit& visit, std::initializer_list<std::string_view> names) noexcept {
  for (const ResponseLab& lab : visit.labs)
    for (const std::string_view name : names)
      if (same_name(lab.name, name)) return &lab;
  return nullptr;
}

}  // namespace restage::response
