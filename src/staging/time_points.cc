// SPDX-License-Identifier: Apache-2.0
#include "staging/time_points.h"

#include <algorithm>

namespace restage::staging {
namespace {

std::vector<std::string> ids_of(std::initializer_list<const Fact*> facts) {
  std::vector<std::string> ids;
  for (const Fact* fact : facts)
    if (fact != nullptr && std::find(ids.begin(), ids.end(), fact->id) == ids.end()) ids.push_back(fact->id);
  return ids;
}

const Fact* before_surgery(const course::Calendar& calendar, const Fact* event) {
  const bool before =
      event != nullptr && (calendar.surgery == nullptr || event->effective.surely_before(calendar.surgery->effective));
  return before ? event : nullptr;
}

TimePoint clinical_point(const course::Calendar& calendar) {
  TimePoint point{
      Classification::Clinical, calendar.diagnosed, {}, ids_of({calendar.first_treatment}), {}, false, {}, 1};
  if (!calendar.diagnosed_by.empty()) point.anchors.push_back(calendar.diagnosed_by);
  if (calendar.first_treatment == nullptr)
    for (const std::string& id :
         ids_of({calendar.progression, calendar.spells.empty() ? nullptr : calendar.spells.front().start}))
      point.anchors.push_back(id);
  return point;
}

TimePoint pathological_point(const course::Calendar& calendar) {
  TimePoint point{Classification::Pathological,
                  {},
                  {},
                  ids_of({calendar.first_treatment, calendar.surgery, before_surgery(calendar, calendar.progression)}),
                  {},
                  false,
                  {},
                  1};
  for (const Fact* fact : calendar.neoadjuvant) point.anchors.push_back(fact->id);
  const bool autopsy = calendar.surgery == nullptr && calendar.has_autopsy_of_known_tumor();
  point.needs_stated = (calendar.surgery == nullptr && !autopsy) || calendar.has_neoadjuvant();
  if (autopsy) point.date = calendar.death;
  if (calendar.surgery != nullptr && !calendar.has_neoadjuvant()) point.date = calendar.surgery->effective;
  point.missing_event = statement::MissingEvent::OperationOfPathological;
  return point;
}

TimePoint post_therapy_point(const course::Calendar& calendar, Classification classification) {
  const bool pathological = classification == Classification::PostTherapyPathological;
  TimePoint point{classification, {}, {}, ids_of({calendar.first_treatment, calendar.surgery}), {}, false, {}, 1};
  for (const Fact* fact : calendar.neoadjuvant) point.anchors.push_back(fact->id);
  const bool therapy = calendar.has_neoadjuvant() ||
                       (!pathological && calendar.surgery == nullptr && calendar.first_treatment != nullptr);
  point.needs_stated = !therapy || (pathological && calendar.surgery == nullptr);
  if (pathological && calendar.has_neoadjuvant()) point.date = calendar.surgery->effective;
  point.missing_event = !therapy ? statement::MissingEvent::TreatmentBefore : statement::MissingEvent::Operation;
  if (calendar.neoadjuvant_stopped_early) point.notes.emplace_back(statement::note::NeoadjuvantStopped{});
  return point;
}

TimePoint recurrence_point(const course::Calendar& calendar, std::size_t index, int number,
                           const course::RuleSet& rules) {
  const course::DiseaseFreeSpell& spell = calendar.spells[index];
  TimePoint point{Classification::Recurrence,
                  spell.recurred,
                  RecurrenceWindow{spell.suspected, {}},
                  ids_of({spell.start}),
                  {},
                  false,
                  {},
                  number};
  for (const Fact* fact : spell.recurrence_facts) point.anchors.push_back(fact->id);
  PartialDate until = PartialDate::from_day(add_months(spell.recurred.latest(), rules.months("clinical-window")));
  for (const Fact* fact : calendar.facts) {
    const auto* treatment = std::get_if<Treatment>(&fact->payload);
    if (treatment == nullptr || !treatment->definitive || !fact->effective.surely_after(spell.recurred)) continue;
    if (fact->effective.latest() < until.latest()) {
      until = fact->effective;
      point.anchors.push_back(fact->id);
    }
    break;
  }
  point.recurrence->until = until;
  point.notes.emplace_back(statement::note::NoGroupAtRecurrence{});
  return point;
}

}  // namespace

std::vector<TimePoint> time_points(const course::Calendar& calendar, const course::RuleSet& rules) {
  std::vector<TimePoint> points = {
      clinical_point(calendar), post_therapy_point(calendar, Classification::PostTherapyClinical),
      pathological_point(calendar), post_therapy_point(calendar, Classification::PostTherapyPathological)};
  int number = 0;
  for (std::size_t i = 0; i < calendar.spells.size(); ++i)
    if (calendar.spells[i].recurred.is_known()) points.push_back(recurrence_point(calendar, i, ++number, rules));
  if (calendar.death.is_known()) points.push_back({Classification::Autopsy, calendar.death, {}, {}, {}, false, {}, 1});
  return points;
}

}  // namespace restage::staging
