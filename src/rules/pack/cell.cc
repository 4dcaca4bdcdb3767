// SPDX-License-Identifier: Apache-2.0
#include "rules/pack/cell.h"

#include <algorithm>

#include "base/text.h"

namespace restage::rules {
namespace {

Error malformed(std::string message) { return {ErrorCode::Malformed, std::move(message), ""}; }

std::string quoted(std::string_view text) { return "`" + std::string(text) + "`"; }

std::string accepted_values(const InputModel& input) {
  std::string list = text::join(input.declaration.values, " ");
  if (list.size() > 160) list = list.substr(0, list.rfind(' ', 160)) + " ...";
  return list;
}

Result<Decimal> number_of(std::string_view text) {
  if (const auto number = Decimal::parse(text::trim(text))) return *number;
  return malformed(quoted(text) + " is not a decimal number");
}

/// `<=20`, `[10..20)`, `20`.
Result<Interval> parse_interval(std::string_view text) {
  Interval interval;
  if (text.front() == '[' || text.front() == '(') {
    const std::size_t dots = text.find("..");
    if (dots == std::string_view::npos || (text.back() != ']' && text.back() != ')'))
      return malformed(quoted(text) + " is not a range; write [10..20] with ( or ) for an open end");
    const auto low = number_of(text.substr(1, dots - 1));
    if (!low) return low.error();
    const auto high = number_of(text.substr(dots + 2, text.size() - dots - 3));
    if (!high) return high.error();
    interval = {*low, *high, text.front() == '[', text.back() == ']'};
    if (*high < *low || (*high == *low && !(interval.low_closed && interval.high_closed)))
      return malformed(quoted(text) + " holds no number");
    return interval;
  }
  const bool less = text.front() == '<';
  const bool greater = text.front() == '>';
  if (less || greater) {
    text.remove_prefix(1);
    const bool closed = !text.empty() && text.front() == '=';
    if (closed) text.remove_prefix(1);
    const auto bound = number_of(text);
    if (!bound) return bound.error();
    if (less) {
      interval.high = *bound;
      interval.high_closed = closed;
    } else {
      interval.low = *bound;
      interval.low_closed = closed;
    }
    return interval;
  }
  const auto value = number_of(text);
  if (!value) return value.error();
  return Interval{*value, *value, true, true};
}

bool looks_like_comparison(std::string_view text) {
  return text.front() == '<' || text.front() == '>' ||
         ((text.front() == '[' || text.front() == '(') && text.find("..") != std::string_view::npos);
}

/// Adds what one part of a list of values names.
Result<void> add_values(std::string_view part, const InputModel& input, Cell& cell) {
  const auto& names = input.declaration.values;
  const std::size_t before = cell.values.size();
  if (part == "none") {
    cell.none = true;
    return {};
  }
  if (looks_like_comparison(part)) {  // a code list of numbers, compared as numbers
    const auto interval = parse_interval(part);
    if (!interval) return interval.error();
    for (std::uint32_t i = 0; i < input.leaf_count; ++i)
      if (const auto number = Decimal::parse(names[i]); number && interval->contains(*number)) cell.values.push_back(i);
  } else if (part.back() == '*') {
    part.remove_suffix(1);
    for (std::uint32_t i = 0; i < input.leaf_count; ++i)
      if (std::string_view(names[i]).substr(0, part.size()) == part) cell.values.push_back(i);
  } else if (const auto value = input.value_number(part)) {
    const bool group_of_members = input.declaration.type == InputType::Set && *value >= input.leaf_count;
    if (group_of_members) {
      const auto& members = input.members[*value - input.leaf_count];
      cell.values.insert(cell.values.end(), members.begin(), members.end());
    } else {
      cell.values.push_back(*value);
    }
  }
  if (cell.values.size() == before)
    return malformed(quoted(part) + " is not among the values of " + input.declaration.name + ": " +
                     accepted_values(input));
  return {};
}

void negate(Cell& cell, std::uint32_t leaf_count) {
  std::vector<std::uint32_t> rest;
  for (std::uint32_t i = 0; i < leaf_count; ++i)
    if (std::find(cell.values.begin(), cell.values.end(), i) == cell.values.end()) rest.push_back(i);
  cell.values = std::move(rest);
}

Result<Cell> parse_value_list(std::string_view text, const InputModel& input) {
  Cell cell;
  const bool negated = text.front() == '!';
  if (negated) text.remove_prefix(1);
  if (negated && input.declaration.type == InputType::Set)
    return malformed("a row states what a set contains, never what it lacks; put the more advanced rows first");
  for (const std::string_view raw : text::split(text, ',')) {
    const std::string_view part = text::trim(raw);
    if (part.empty()) return malformed("an empty entry in the list " + quoted(text));
    const auto added = add_values(part, input, cell);
    if (!added) return added.error();
  }
  if (negated) negate(cell, input.leaf_count);
  std::sort(cell.values.begin(), cell.values.end());
  cell.values.erase(std::unique(cell.values.begin(), cell.values.end()), cell.values.end());
  if (cell.values.empty() && !cell.none) return malformed(quoted(text) + " accepts nothing");
  return cell;
}

Result<Cell> parse_flag(std::string_view text) {
  Cell cell;
  for (const std::string_view raw : text::split(text, ',')) {
    const std::string_view part = text::trim(raw);
    if (part != "yes" && part != "no") return malformed(quoted(part) + " is neither yes nor no");
    cell.values.push_back(part == "yes" ? 1 : 0);
  }
  return cell;
}

Result<Cell> parse_numbers(std::string_view text) {
  Cell cell;
  for (const std::string_view raw : text::split(text, ',')) {
    const std::string_view part = text::trim(raw);
    if (part.empty()) return malformed("an empty entry in the list " + quoted(text));
    if (part == "none") {
      cell.none = true;
      continue;
    }
    const auto interval = parse_interval(part);
    if (!interval) return interval.error();
    cell.intervals.push_back(*interval);
  }
  return cell;
}

}  // namespace

Result<Cell> parse_cell(std::string_view text, const InputModel& input) {
  if (text.empty()) return malformed("the cell is empty; write - for anything");
  Result<Cell> cell = Cell{};
  if (text == "-" || text == "*") {
    cell->any = true;
  } else if (input.is_number()) {
    cell = parse_numbers(text);
  } else if (input.declaration.type == InputType::Flag) {
    cell = parse_flag(text);
  } else {
    cell = parse_value_list(text, input);
  }
  if (cell) cell->text = text;
  return cell;
}

}  // namespace restage::rules
