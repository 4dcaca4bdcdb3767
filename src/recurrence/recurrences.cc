// SPDX-License-Identifier: Apache-2.0
#include "recurrence/recurrences.h"

#include <algorithm>

#include "course/disease_events.h"

namespace restage::recurrence {
namespace {

using course::DiseaseEvent;

bool by_tissue(Method method) {
  return method == Method::Biopsy || method == Method::Pathology || method == Method::Surgery;
}

void add_unique(std::vector<std::string>& list, const std::string& value) {
  if (!value.empty() && std::find(list.begin(), list.end(), value) == list.end()) list.push_back(value);
}

PartialDate end_of_work_up(const course::DiseaseFreeSpell& spell, const course::RuleSet& rules) {
  return PartialDate::from_day(add_months(spell.recurred.latest(), rules.months("clinical-window")));
}

const DiseaseEvent* event_of(const course::Calendar& calendar, const Fact* fact) {
  for (const DiseaseEvent& event : calendar.events)
    if (event.fact == fact) return &event;
  return nullptr;
}

/// Events of one spell's recurrence, up to the end of its work-up.
std::vector<const DiseaseEvent*> events_of(const course::Calendar& calendar, const course::DiseaseFreeSpell& spell,
                                           const course::RuleSet& rules) {
  std::vector<const DiseaseEvent*> events;
  const PartialDate until = end_of_work_up(spell, rules);
  for (const Fact* fact : spell.recurrence_facts)
    if (const DiseaseEvent* event = event_of(calendar, fact);
        event != nullptr && event->shows_disease && !fact->effective.surely_after(until))
      events.push_back(event);
  return events;
}

void add_organ(statement::Recurrence& recurrence, const std::string& organ, const PartialDate& date) {
  if (organ.empty() || std::find(recurrence.organs.begin(), recurrence.organs.end(), organ) != recurrence.organs.end())
    return;
  recurrence.organs.push_back(organ);
  recurrence.first_seen.push_back({organ, date});
}

/// What one event of the episode says of extent, organ and proof.
void add_event(statement::Recurrence& recurrence, const DiseaseEvent& event, bool& imaging) {
  const auto* metastasis = std::get_if<MetastasisFinding>(&event.fact->payload);
  imaging |= (metastasis != nullptr && metastasis->method == Method::Imaging) ||
             std::holds_alternative<LesionMeasurement>(event.fact->payload);
  recurrence.tissue_proven |= event.tissue;
  for (const course::DiseasePart& part : event.parts) add_unique(recurrence.extents, part.extent);
  add_organ(recurrence, event.organ, event.fact->effective);
  if (event.in_situ) recurrence.behavior = "2";
}

/// Tissue of a recurrent site: a pathology finding from one of its organs, or metastatic histology.
void add_tissue(const course::Calendar& calendar, const PartialDate& until, statement::Recurrence& recurrence) {
  for (const Fact* fact : calendar.facts) {
    const auto* finding = std::get_if<Finding>(&fact->payload);
    if (finding == nullptr || !by_tissue(finding->method) || !fact->effective.is_known()) continue;
    if (fact->effective.surely_before(recurrence.first_suspected) || fact->effective.surely_after(until)) continue;
    if (std::find(recurrence.evidence.begin(), recurrence.evidence.end(), fact->id) != recurrence.evidence.end())
      continue;
    const bool organ =
        std::find(recurrence.organs.begin(), recurrence.organs.end(), finding->organ) != recurrence.organs.end();
    if (!organ && !(finding->name == "histology" && finding->text.ends_with("/6"))) continue;
    recurrence.tissue_proven = true;
    recurrence.evidence.push_back(fact->id);
  }
}

/// Symptoms and raised markers since the last assessment without disease, in order of time.
std::vector<const Fact*> signals_of(const course::Calendar& calendar, const course::DiseaseFreeSpell& spell) {
  std::vector<const Fact*> signals;
  for (const Fact* fact : calendar.facts) {
    if (!fact->effective.surely_after(spell.last_free) || !fact->effective.is_known() ||
        fact->effective.latest() > spell.recurred.latest())
      continue;
    const auto* lab = std::get_if<LabValue>(&fact->payload);
    const bool raised = lab != nullptr && lab->value && lab->upper_limit && *lab->value > *lab->upper_limit &&
                        !lab->comparator.starts_with('<');
    if (std::holds_alternative<Symptom>(fact->payload) || raised) signals.push_back(fact);
  }
  return signals;
}

/// As recorded (a finding named detection), else by the first signal, else by how disease was first shown.
std::string detection_of(const course::Calendar& calendar, const course::DiseaseFreeSpell& spell,
                         const std::vector<const Fact*>& signals) {
  for (const Fact* fact : calendar.facts)
    if (const auto* finding = std::get_if<Finding>(&fact->payload);
        finding != nullptr && finding->name == "detection" && fact->effective.is_known() &&
        fact->effective.surely_after(spell.last_free))
      return finding->text;
  if (!signals.empty()) return std::holds_alternative<Symptom>(signals.front()->payload) ? "symptoms" : "marker";
  for (const Fact* fact : spell.recurrence_facts) {
    if (std::holds_alternative<LesionMeasurement>(fact->payload)) return "imaging";
    const auto* metastasis = std::get_if<MetastasisFinding>(&fact->payload);
    if (metastasis != nullptr && metastasis->method == Method::Imaging) return "imaging";
    if (metastasis != nullptr && metastasis->method == Method::Exam) return "examination";
  }
  return {};
}

std::optional<int> days_between(const PartialDate& from, const PartialDate& until) {
  if (!from.is_exact() || !until.is_exact()) return std::nullopt;
  return until.earliest() - from.earliest();
}

/// By the day each was first seen; on one day by name, so that the order of facts within a day says nothing.
void sort_organs(statement::Recurrence& recurrence) {
  std::stable_sort(recurrence.first_seen.begin(), recurrence.first_seen.end(),
                   [](const statement::OrganDate& left, const statement::OrganDate& right) {
                     if (left.first != right.first) return PartialDate::sorts_before(left.first, right.first);
                     return left.organ < right.organ;
                   });
  for (std::size_t i = 0; i < recurrence.organs.size(); ++i) recurrence.organs[i] = recurrence.first_seen[i].organ;
}

statement::Recurrence make_recurrence(const course::Calendar& calendar, const course::RuleSet& rules,
                                      const course::DiseaseFreeSpell& spell) {
  statement::Recurrence recurrence;
  recurrence.first_suspected = spell.suspected;
  recurrence.confirmed = spell.recurred;
  recurrence.disease_free_from = spell.start->effective;
  recurrence.disease_free_days = days_between(spell.start->effective, spell.recurred);
  recurrence.evidence.push_back(spell.start->id);
  const PartialDate until = end_of_work_up(spell, rules);
  for (const Fact* fact : spell.recurrence_facts)
    if (!fact->effective.surely_after(until)) recurrence.evidence.push_back(fact->id);
  bool imaging = false;
  for (const DiseaseEvent* event : events_of(calendar, spell, rules)) add_event(recurrence, *event, imaging);
  sort_organs(recurrence);
  add_tissue(calendar, until, recurrence);
  const std::vector<const Fact*> signals = signals_of(calendar, spell);
  for (const Fact* signal : signals) recurrence.signals.push_back(signal->id);
  recurrence.detected_by = detection_of(calendar, spell, signals);
  recurrence.treatment_ended = course::treatment_end_before(calendar.facts, spell.recurred);
  recurrence.treatment_free_days = days_between(recurrence.treatment_ended, spell.recurred);
  recurrence.confirmation = recurrence.tissue_proven ? statement::Confirmation::TissueProven
                            : imaging                ? statement::Confirmation::Imaging
                                                     : statement::Confirmation::Documented;
  return recurrence;
}

}  // namespace

std::vector<Episode> episodes(const course::Calendar& calendar, const course::RuleSet& rules) {
  std::vector<Episode> result;
  for (const course::DiseaseFreeSpell& spell : calendar.spells) {
    if (!spell.recurred.is_known()) continue;
    Episode episode{&spell, {}};
    for (const DiseaseEvent* event : events_of(calendar, spell, rules))
      episode.parts.insert(episode.parts.end(), event->parts.begin(), event->parts.end());
    result.push_back(std::move(episode));
  }
  return result;
}

std::vector<statement::Recurrence> make_recurrences(const course::Calendar& calendar, const course::RuleSet& rules) {
  std::vector<statement::Recurrence> recurrences;
  for (const course::DiseaseFreeSpell& spell : calendar.spells)
    if (spell.recurred.is_known()) recurrences.push_back(make_recurrence(calendar, rules, spell));
  return recurrences;
}

}  // namespace restage::recurrence
