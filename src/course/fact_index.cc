// SPDX-License-Identifier: Apache-2.0
#include "course/fact_index.h"

#include <algorithm>

#include "course/calendar.h"
#include "course/terms.h"

namespace restage::course {
namespace {

bool surely_by(const PartialDate& date, const PartialDate& limit) noexcept {
  return !limit.is_known() || (date.is_known() && date.latest() <= limit.latest());
}

std::vector<std::string> names_of(const Fact& fact, const FactKind& kind) {
  std::vector<std::string> names;
  const FactAttribute* attribute = kind.attribute(kind.named_by);
  if (attribute == nullptr) return names;
  const AttributeValue said = attribute->read(fact.payload);
  if (!said.text.empty()) names.push_back(term_of(kind.topic, said.text));
  if (said.list != nullptr)
    for (const std::string& each : *said.list) names.push_back(term_of(kind.topic, each));
  return names;
}

bool is_later(const PartialDate& a, const PartialDate& b) noexcept {
  return a.latest() != b.latest() ? a.latest() > b.latest() : PartialDate::sorts_before(b, a);
}

}  // namespace

IndexedFact::IndexedFact(const Fact& fact, const FactKind& kind)
    : fact_(&fact), kind_(&kind), names_(names_of(fact, kind)) {}

std::string_view IndexedFact::words() const {
  if (has_words_) return words_;
  has_words_ = true;
  const auto add = [&](std::string_view text) {
    if (!text.empty()) words_.append(words_.empty() ? "" : "\n").append(plain_words(text));
  };
  for (const std::string& name : names_) add(name);
  for (const FactAttribute& attribute : kind_->attributes) {
    const AttributeValue value = attribute.read(fact_->payload);
    add(value.text);
    if (value.list != nullptr)
      for (const std::string& each : *value.list) add(each);
  }
  add(fact_->note);
  return words_;
}

bool IndexedFact::counts_at(const Moment& moment) const noexcept {
  // What holds undated counts from the day it was known, or always.
  if (!fact_->effective.is_known() && holds_undated(fact_->payload))
    return !fact_->recorded.is_known() ||
           (surely_by(fact_->recorded, moment.day) && surely_by(fact_->recorded, moment.known_by));
  const PartialDate& recorded = fact_->recorded.is_known() ? fact_->recorded : fact_->effective;
  return surely_by(fact_->effective, moment.day) && surely_by(recorded, moment.known_by);
}

FactIndex::FactIndex(const Course& course, const Tumor* tumor, std::span<const Fact* const> facts)
    : course_(&course), tumor_(tumor) {
  std::vector<const Fact*> ordered(facts.begin(), facts.end());
  std::sort(ordered.begin(), ordered.end(), [](const Fact* a, const Fact* b) {
    if (!(a->effective == b->effective)) return PartialDate::sorts_before(a->effective, b->effective);
    return a->payload.index() != b->payload.index() ? a->payload.index() < b->payload.index() : a->id < b->id;
  });
  facts_.reserve(ordered.size());
  for (const Fact* fact : ordered) facts_.emplace_back(*fact, kind_of(*fact));
}

PartialDate day_of(const Fact& fact, rules::FactDay day, const Moment& moment) {
  const auto* treatment = std::get_if<Treatment>(&fact.payload);
  if (day == rules::FactDay::Start || treatment == nullptr) return fact.effective;
  const bool goes_on = treatment->end.is_known() ? moment.day.is_known() && !surely_by(treatment->end, moment.day)
                                                 : day == rules::FactDay::Until;
  if (goes_on) return moment.day.is_known() ? moment.day : fact.effective;
  return treatment->end.is_known() ? treatment->end : fact.effective;
}

std::optional<PartialDate> Anchors::day(rules::Anchor anchor) {
  auto& found = found_[static_cast<std::size_t>(anchor)];
  if (!found) found = find(anchor);
  return *found;
}

std::optional<PartialDate> Anchors::find(rules::Anchor anchor) const {
  std::optional<PartialDate> last;
  const auto take_later = [&](const PartialDate& date) {
    if (date.is_known() && (!last || is_later(date, *last))) last = date;
  };
  if (anchor == rules::Anchor::Diagnosis) {
    const Tumor* tumor = index_.tumor();
    if (tumor != nullptr && tumor->diagnosed.is_known() && surely_by(tumor->diagnosed, moment_.day))
      return tumor->diagnosed;
    for (const IndexedFact& each : index_.facts())
      if (const auto* event = std::get_if<Event>(&each.fact().payload);
          event != nullptr && event->kind == Event::Kind::Diagnosis && each.counts_at(moment_))
        return each.fact().effective;
    return std::nullopt;
  }
  if (anchor != rules::Anchor::DiseaseFree && anchor != rules::Anchor::LastVisit) return find_treatment(anchor);
  for (const IndexedFact& each : index_.facts()) {
    const bool fits = anchor == rules::Anchor::DiseaseFree ? is_disease_free(each.fact()) : each.kind().name == "visit";
    if (fits && each.counts_at(moment_)) take_later(each.fact().effective);
  }
  return last;
}

std::optional<PartialDate> Anchors::find_treatment(rules::Anchor anchor) const {
  std::optional<PartialDate> found;
  for (const IndexedFact& each : index_.facts()) {
    const auto* treatment = std::get_if<Treatment>(&each.fact().payload);
    if (treatment == nullptr || !treatment->definitive || !each.counts_at(moment_)) continue;
    const bool fits = anchor == rules::Anchor::LastSystemic    ? treatment->kind == Treatment::Kind::Systemic
                      : anchor == rules::Anchor::LastRadiation ? treatment->kind == Treatment::Kind::Radiation
                      : anchor == rules::Anchor::LastSurgery   ? treatment->kind == Treatment::Kind::Surgery
                                                               : true;
    if (!fits) continue;
    const bool by_start = anchor == rules::Anchor::FirstTreatment || anchor == rules::Anchor::LastTreatment;
    const PartialDate date = day_of(each.fact(), by_start ? rules::FactDay::Start : rules::FactDay::End, moment_);
    if (!date.is_known()) continue;
    if (!found || (anchor == rules::Anchor::FirstTreatment ? is_later(*found, date) : is_later(date, *found)))
      found = date;
  }
  return found;
}

}  // namespace restage::course
