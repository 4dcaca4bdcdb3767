// SPDX-License-Identifier: Apache-2.0
#include "suspicion/recurrence_list.h"

#include <algorithm>
#include <cstdlib>
#include <utility>

#include "base/text.h"
#include "suspicion/pack_rules.h"

namespace restage::suspicion {
namespace {

using statement::RecurrenceSuspicion;

std::vector<std::string> texts_of(const std::vector<std::string_view>& parts) { return {parts.begin(), parts.end()}; }

std::vector<std::string> kinds_of(std::string_view cell) {
  std::vector<std::string> kinds;
  for (const std::string_view kind : text::split(cell, ',')) add_new(kinds, text::trim(kind));
  return kinds;
}

PartialDate last_day_of(const rules::CollectedRow& row, const course::ReadInputs& inputs) {
  PartialDate last;
  for (const std::string_view name : row.inputs)
    if (const course::ReadInput* input = inputs.find(name))
      for (const Fact* fact : input->facts)
        if (fact->effective.is_exact() && (!last.is_known() || fact->effective.latest() > last.latest()))
          last = fact->effective;
  return last;
}

std::optional<rules::Anchor> anchor_named(std::string_view name) {
  static constexpr std::pair<std::string_view, rules::Anchor> kAnchors[] = {
      {"last_treatment", rules::Anchor::LastTreatment},
      {"last_radiation", rules::Anchor::LastRadiation},
      {"last_systemic", rules::Anchor::LastSystemic},
      {"last_surgery", rules::Anchor::LastSurgery}};
  for (const auto& [word, anchor] : kAnchors)
    if (word == name) return anchor;
  return std::nullopt;
}

/// "28": days after the last fact of the row; "84 last_radiation": after that day.
PartialDate repeat_day(std::string_view cell, const PartialDate& last, const course::FactIndex& index,
                       const course::Moment& moment) {
  const std::size_t space = cell.find(' ');
  const auto days = Decimal::parse(cell.substr(0, space));
  if (!days || !days->is_integer()) return {};
  PartialDate from = last;
  if (space != std::string_view::npos) {
    const auto anchor = anchor_named(cell.substr(space + 1));
    const auto day = anchor ? course::Anchors(index, moment).day(*anchor) : std::nullopt;
    from = day ? *day : PartialDate();
  }
  if (!from.is_exact()) return {};
  return PartialDate::from_day(from.latest() + static_cast<Day>(days->digits()));
}

int weight_of(std::string_view cell) {
  const auto weight = Decimal::parse(cell);
  return weight && weight->is_integer() ? static_cast<int>(weight->digits()) : 0;
}

}  // namespace

void RecurrenceList::add(const rules::Pack& pack, const rules::Collection& found, const course::ReadInputs& inputs,
                         const course::FactIndex& index, const course::Moment& moment) {
  for (const rules::CollectedRow& row : found.hits)
    if (row.table() == "coverage")
      add_new(missing_, row.result("missing"));
    else
      add_row(pack, row, inputs, index, moment);
}

void RecurrenceList::add_row(const rules::Pack& pack, const rules::CollectedRow& row, const course::ReadInputs& inputs,
                             const course::FactIndex& index, const course::Moment& moment) {
  const bool is_signal = row.table() == "signals";
  Told told;
  told.explanation.name = row.result("name");
  told.explanation.rule = row.result("rule");
  told.explanation.evidence = evidence_of(row, inputs);
  told.explanation.source = source_of(pack, row);
  told.tests = texts_of(row.results(is_signal ? "test" : "settle"));
  told.explanation.settled_by = told.tests;
  told.kinds = kinds_of(row.result(is_signal ? "kind" : "covers"));
  told.detail = row.result("detail");
  told.weight = weight_of(row.result("weight"));
  told.repeat_from = repeat_day(row.result("repeat"), last_day_of(row, inputs), index, moment);
  std::vector<Told>& list = is_signal ? signals_ : explanations_;
  const bool is_known = std::any_of(list.begin(), list.end(), [&](const Told& each) {
    return each.explanation.name == told.explanation.name && each.kinds == told.kinds && each.detail == told.detail;
  });
  if (!is_known) list.push_back(std::move(told));
}

bool RecurrenceList::is_covered(const Told& signal) const {
  return std::any_of(explanations_.begin(), explanations_.end(), [&](const Told& each) {
    return std::find(each.kinds.begin(), each.kinds.end(), signal.kinds.front()) != each.kinds.end();
  });
}

bool RecurrenceList::covers_anything(const Told& explanation) const {
  return std::any_of(signals_.begin(), signals_.end(), [&](const Told& each) {
    return std::find(explanation.kinds.begin(), explanation.kinds.end(), each.kinds.front()) != explanation.kinds.end();
  });
}

RecurrenceSuspicion RecurrenceList::write() {
  const auto weighs_more = [](const Told& a, const Told& b) { return a.weight > b.weight; };
  std::stable_sort(signals_.begin(), signals_.end(), weighs_more);
  std::stable_sort(explanations_.begin(), explanations_.end(), [&](const Told& a, const Told& b) {
    const bool a_covers = covers_anything(a), b_covers = covers_anything(b);
    return a_covers != b_covers ? a_covers : weighs_more(a, b);
  });
  std::vector<const Told*> open, covered, others;
  for (const Told& each : signals_) (is_covered(each) ? covered : open).push_back(&each);
  for (const Told& each : explanations_) others.push_back(&each);
  RecurrenceSuspicion result;
  const bool is_suspected = !open.empty();
  if (is_suspected) result.label = statement::SuspicionLabel::Suspected;
  std::vector<const Told*> ranked = open;
  ranked.insert(ranked.end(), others.begin(), others.end());
  ranked.insert(ranked.end(), covered.begin(), covered.end());
  for (const Told* each : ranked) {
    result.explanations.push_back(each->explanation);
    result.explanations.back().rank = static_cast<int>(result.explanations.size());
  }
  const std::vector<const Told*>& deciding = is_suspected ? open : others;
  for (const Told* each : deciding) {
    for (const std::string& test : each->tests) add_new(result.confirm_with, test);
    if (each->repeat_from.is_known() &&
        (!result.repeat_from.is_known() || each->repeat_from.latest() < result.repeat_from.latest()))
      result.repeat_from = each->repeat_from;
  }
  // Of signals all must wait for the suspicion to wait; of explanations one is enough.
  const auto says = [&](std::string_view word) {
    const auto is_so = [&](const Told* each) { return each->detail == word; };
    return is_suspected ? std::all_of(deciding.begin(), deciding.end(), is_so)
                        : std::any_of(deciding.begin(), deciding.end(), is_so);
  };
  if (says("pending"))
    result.detail = "pending";
  else if (says("boundary"))
    result.detail = "boundary";
  if (is_suspected) result.missing = std::move(missing_);
  return result;
}

}  // namespace restage::suspicion
