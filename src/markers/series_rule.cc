// SPDX-License-Identifier: Apache-2.0
#include "markers/series_rule.h"

#include <algorithm>
#include <functional>
#include <unordered_map>

#include "base/text.h"

namespace restage::markers {
namespace {

using Set = std::function<bool(SeriesRule&, std::string_view)>;

Set number(std::optional<Decimal> SeriesRule::* member) {
  return [member](SeriesRule& rule, std::string_view text) {
    rule.*member = Decimal::parse(text);
    return (rule.*member).has_value();
  };
}

std::optional<int> whole(std::string_view text) {
  const auto parsed = Decimal::parse(text);
  if (!parsed || !parsed->is_integer()) return std::nullopt;
  return static_cast<int>(parsed->digits());
}

Set days(std::optional<int> SeriesRule::* member) {
  return [member](SeriesRule& rule, std::string_view text) {
    rule.*member = whole(text);
    return (rule.*member).has_value();
  };
}

Set count(int SeriesRule::* member) {
  return [member](SeriesRule& rule, std::string_view text) {
    const auto parsed = whole(text);
    rule.*member = parsed.value_or(0);
    return parsed.has_value();
  };
}

Set flag(bool SeriesRule::* member) {
  return [member](SeriesRule& rule, std::string_view text) {
    rule.*member = true;
    return text.empty();
  };
}

template <class T>
std::optional<T> named(std::initializer_list<std::pair<std::string_view, T>> words, std::string_view text) {
  for (const auto& [word, value] : words)
    if (word == text) return value;
  return std::nullopt;
}

bool set_reference(SeriesRule& rule, std::string_view text) {
  const auto found = named<Reference>({{"first", Reference::First},
                                       {"nadir", Reference::Nadir},
                                       {"lowest", Reference::Lowest},
                                       {"baseline", Reference::Baseline},
                                       {"upper", Reference::Upper}},
                                      text);
  rule.reference = found.value_or(Reference::None);
  return found.has_value();
}

bool add_course(SeriesRule& rule, std::string_view text) {
  const auto found = named<Course>({{"baseline-raised", Course::BaselineRaised},
                                    {"baseline-normal", Course::BaselineNormal},
                                    {"normalized", Course::Normalized},
                                    {"never-normal", Course::NeverNormal},
                                    {"declined", Course::Declined},
                                    {"not-declined", Course::NotDeclined}},
                                   text);
  if (found) rule.courses.push_back(*found);
  return found.has_value();
}

bool set_second(SeriesRule& rule, std::string_view text) {
  const auto found = named<Second>({{"next", Second::Next}, {"any", Second::Any}}, text);
  rule.second = found.value_or(Second::None);
  return found.has_value();
}

bool set_after(SeriesRule& rule, std::string_view text) {
  rule.after = text;
  return !text.empty();
}

bool set_clear_of(SeriesRule& rule, std::string_view text) {
  rule.clear_of = text;
  return !text.empty();
}

bool set_rises(SeriesRule& rule, std::string_view text) {
  rule.form = Form::Rises;
  return count(&SeriesRule::rises)(rule, text) && rule.rises > 0;
}

bool set_fall(SeriesRule& rule, std::string_view text) {
  rule.form = Form::Fall;
  rule.reference = Reference::Baseline;
  return number(&SeriesRule::fall)(rule, text);
}

bool set_half_life(SeriesRule& rule, std::string_view text) {
  rule.form = Form::HalfLife;
  return number(&SeriesRule::half_life_over_days)(rule, text);
}

bool set_output(SeriesRule& rule, std::string_view text) {
  rule.form = Form::Table;
  rule.output = text;
  return !text.empty();
}

bool add_met_by(SeriesRule& rule, std::string_view text) {
  rule.met_by.emplace_back(text);
  return !text.empty();
}

const std::unordered_map<std::string_view, Set>& settings() {
  static const std::unordered_map<std::string_view, Set> result = {
      {"after", set_after},
      {"reference", set_reference},
      {"while", add_course},
      {"second", set_second},
      {"rises", set_rises},
      {"fall", set_fall},
      {"half_life_over_days", set_half_life},
      {"clear_of", set_clear_of},
      {"clear_days", count(&SeriesRule::clear_days)},
      {"output", set_output},
      {"met_by", add_met_by},
      {"ratio", number(&SeriesRule::ratio)},
      {"ratio_over", number(&SeriesRule::ratio_over)},
      {"upper", number(&SeriesRule::upper)},
      {"rise", number(&SeriesRule::rise)},
      {"rise_over", number(&SeriesRule::rise_over)},
      {"limit", number(&SeriesRule::limit)},
      {"over", number(&SeriesRule::over)},
      {"reference_least", number(&SeriesRule::reference_least)},
      {"each_percent", number(&SeriesRule::each_percent)},
      {"drift", number(&SeriesRule::drift)},
      {"baseline_ratio", number(&SeriesRule::baseline_ratio)},
      {"doubling_at_most_months", number(&SeriesRule::doubling_at_most)},
      {"from_day", days(&SeriesRule::from_day)},
      {"until_day", days(&SeriesRule::until_day)},
      {"within_days", days(&SeriesRule::within_days)},
      {"baseline_within_days", days(&SeriesRule::baseline_within_days)},
      {"bounce_months", days(&SeriesRule::bounce_months)},
      {"gap_days", count(&SeriesRule::gap_days)},
      {"rising", flag(&SeriesRule::rising)},
      {"current", flag(&SeriesRule::current)},
      {"detectable", flag(&SeriesRule::detectable)},
      {"dated_middle", flag(&SeriesRule::dated_middle)},
      {"last_rise_pending", flag(&SeriesRule::last_rise_pending)},
  };
  return result;
}

}  // namespace

Result<SeriesRule> SeriesRule::read(const rules::TableModel& table, const rules::RowModel& row) {
  rules::CollectedRow cells;
  cells.model = &table;
  cells.rule = &row;
  SeriesRule rule;
  rule.row = &row;
  rule.table = table.id;
  rule.id = cells.result("rule");
  rule.policy = cells.result("policy");
  rule.kind = cells.result("class");
  rule.defines = cells.result("defines");
  rule.is_default = cells.result("default") == "yes";
  for (const std::string_view setting : cells.results("test")) {
    const std::string_view trimmed = text::trim(setting);
    const std::size_t blank = std::min(trimmed.find(' '), trimmed.size());
    const auto found = settings().find(trimmed.substr(0, blank));
    if (found == settings().end() || !found->second(rule, text::trim(trimmed.substr(blank))))
      return Error{ErrorCode::InvalidArgument, "no setting of a marker rule: " + std::string(trimmed),
                   std::string(rule.id)};
  }
  return rule;
}

}  // namespace restage::markers
