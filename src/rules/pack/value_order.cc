// SPDX-License-Identifier: Apache-2.0
#include "rules/pack/value_order.h"

#include <algorithm>
#include <tuple>

#include "base/text.h"

namespace restage::rules {
namespace {

int sign_of(bool less, bool greater) { return less ? -1 : greater ? 1 : 0; }

/// T0, Ta, Tis, T1: a category in letters lies between 0 and 1. N1mi comes before N1a.
std::tuple<int, bool, std::string_view> as_written(std::string_view value) {
  if (value.size() < 2 || !text::is_upper(value.front())) return {0, false, value};
  const std::string_view rest = value.substr(1);
  const int stem = text::is_digit(rest.front()) ? (rest.front() - '0') * 2 : text::is_lower(rest.front()) ? 1 : 0;
  return {stem, rest.size() > 1 && !rest.substr(1).starts_with("mi"), rest};
}

/// Occult 0 0a 0is I IA IA1 ... IVC; -1: no stage group.
int rank_of(std::string_view group) {
  if (group == "Occult") return 0;
  if (!group.empty() && group.front() == '0') return 1;
  static constexpr std::pair<std::string_view, int> kRoman[] = {
      {"IV", 400}, {"V", 500}, {"III", 300}, {"II", 200}, {"I", 100}};
  for (const auto& [roman, rank] : kRoman)
    if (group.substr(0, roman.size()) == roman) return rank;
  return -1;
}

}  // namespace

ValueOrder::ValueOrder(const Pack* pack, std::string_view input)
    : model_(pack == nullptr ? nullptr : pack->model()), is_group_(input == "group") {
  if (model_ != nullptr) input_ = model_->input(input);
}

std::vector<std::uint32_t> ValueOrder::leaves_of(std::string_view value) const {
  const auto number = input_ == nullptr ? std::nullopt : input_->value_number(value);
  if (!number) return {};
  if (*number < input_->leaf_count) return {*number};
  return input_->members[*number - input_->leaf_count];
}

bool ValueOrder::narrows(std::string_view finer, std::string_view coarser) const {
  if (finer == coarser) return false;
  const std::vector<std::uint32_t> some = leaves_of(finer), more = leaves_of(coarser);
  if (!some.empty() && more.size() > 1)
    return some.size() < more.size() && std::includes(more.begin(), more.end(), some.begin(), some.end());
  if (is_open(coarser)) return !is_open(finer);
  return finer.size() > coarser.size() && is_compatible(finer, coarser);
}

bool ValueOrder::is_open(std::string_view value) const {
  const std::vector<std::uint32_t> covered = leaves_of(value);
  return covered.empty() ? value == "TX" || value == "NX" : covered.size() > 1 && covered.size() == input_->leaf_count;
}

int ValueOrder::compare(std::string_view left, std::string_view right) const {
  if (left == right) return 0;
  const std::vector<std::uint32_t> some = leaves_of(left), other = leaves_of(right);
  if (!some.empty() && !other.empty()) {
    const auto place = [](const std::vector<std::uint32_t>& leaves) {
      return std::pair(leaves.front(), -static_cast<std::ptrdiff_t>(leaves.size()));
    };
    return sign_of(place(some) < place(other), place(other) < place(some));
  }
  // What the pack does not list is no evidence of anything more advanced.
  if (some.empty() != other.empty()) return some.empty() ? -1 : 1;
  if (is_group_ && model_ != nullptr) {
    std::vector<std::string_view> both = {left, right};
    sort_results(*model_, "group", both);
    return both.front() == left ? -1 : 1;
  }
  return sign_of(as_written(left) < as_written(right), as_written(right) < as_written(left));
}

bool is_compatible(std::string_view computed, std::string_view stated) {
  if (computed == stated || stated == "TX" || stated == "NX") return true;
  const auto plain = [](std::string_view value) { return value.substr(0, value.find('(')); };
  const std::string_view one = plain(computed), two = plain(stated);
  if (one == two) return true;
  // A coarser form ends before a sub-category: T2 of T2a, N1 of N1mi, III of IIIA; never I of II or T1 of T10.
  const auto coarser = [](std::string_view shorter, std::string_view longer) {
    if (!longer.starts_with(shorter) || shorter.empty()) return false;
    const char next = longer[shorter.size()];
    const bool group = shorter.find_first_not_of("IV") == std::string_view::npos;
    return group ? next >= 'A' && next <= 'E'
                 : text::is_lower(next) || (next >= '1' && next <= '3' && !text::is_digit(shorter.back()));
  };
  return one.size() < two.size() ? coarser(one, two) : two.size() < one.size() && coarser(two, one);
}

void sort_results(const PackModel& model, std::string_view output, std::vector<std::string_view>& values) {
  const OutputModel* declared = model.output(output);
  const InputModel* input = model.column_model(output);
  const std::vector<std::string>* order =
      declared != nullptr && !declared->values.empty() ? &declared->values : nullptr;
  if (order == nullptr && input != nullptr && model.input(output) != nullptr) order = &input->declaration.values;
  const auto place = [&](std::string_view value) -> int {
    if (value == "none") return 1'000'000;
    if (order != nullptr) return static_cast<int>(std::find(order->begin(), order->end(), value) - order->begin());
    return rank_of(value);
  };
  std::sort(values.begin(), values.end(), [&](std::string_view left, std::string_view right) {
    if (order == nullptr) {
      const auto a = Decimal::parse(left), b = Decimal::parse(right);
      if (a && b) return *a < *b;
    }
    const int x = place(left), y = place(right);
    return x != y ? x < y : left < right;
  });
}

}  // namespace restage::rules
