// SPDX-License-Identifier: Apache-2.0
#include "course/calendar.h"

#include <algorithm>
#include <limits>

#include "course/disease_events.h"

namespace restage::course {
namespace {

template <class T>
const T* as(const Fact& fact) {
  return std::get_if<T>(&fact.payload);
}

PartialDate later(const PartialDate& left, const PartialDate& right) {
  if (!left.is_known()) return right;
  if (!right.is_known()) return left;
  return left.latest() >= right.latest() ? left : right;
}

/// A treatment that may close or open a window: definitive, started, not diagnostic, supportive or preventive.
const Treatment* definitive_treatment(const Fact& fact) {
  const Treatment* treatment = as<Treatment>(fact);
  if (treatment == nullptr || !treatment->definitive || treatment->kind == Treatment::Kind::Other) return nullptr;
  if (treatment->intent == "diagnostic" || treatment->intent == "supportive" || treatment->intent == "preventive")
    return nullptr;
  return fact.effective.is_known() ? treatment : nullptr;
}

void find_diagnosis(Calendar& calendar) {
  calendar.diagnosed = calendar.tumor->diagnosed;
  if (calendar.diagnosed.is_known()) return;
  for (const Fact* fact : calendar.facts) {
    const Event* event = as<Event>(*fact);
    if (event == nullptr || event->kind != Event::Kind::Diagnosis || !fact->effective.is_known()) continue;
    calendar.diagnosed = fact->effective;
    calendar.diagnosed_by = fact->id;
    return;
  }
}

bool is_progression(const DiseaseEvent& event) {
  return event.kind == StateEvent::Recurrence || event.kind == StateEvent::Progression ||
         event.kind == StateEvent::NewDisease;
}

bool before_diagnosis(const Calendar& calendar, const Fact& fact) {
  return calendar.diagnosed.is_known() && fact.effective.surely_before(calendar.diagnosed);
}

/// Freedom from disease begins with an event that documents it and ends with the first that shows disease.
void find_spells(Calendar& calendar) {
  bool free = false;
  DiseaseFreeSpell* episode = nullptr;
  std::vector<const Fact*> signals;
  auto next = calendar.events.cbegin();
  for (const Fact* fact : calendar.facts) {
    const DiseaseEvent* seen = next != calendar.events.cend() && next->fact == fact ? &*next++ : nullptr;
    const Event* event = as<Event>(*fact);
    if (free && event != nullptr && event->kind == Event::Kind::Suspicion && fact->effective.is_known())
      signals.push_back(fact);
    if (seen == nullptr) continue;
    if (seen->kind == StateEvent::DiseaseFree) {
      signals.clear();
      episode = nullptr;
      if (!free) {
        calendar.spells.emplace_back();
        calendar.spells.back().start = fact;
      }
      calendar.spells.back().last_free = fact->effective;
      free = true;
    } else if (seen->shows_disease && free) {
      episode = &calendar.spells.back();
      episode->recurred = fact->effective;
      episode->recurrence_facts = signals;
      episode->recurrence_facts.push_back(fact);
      episode->suspected = episode->recurrence_facts.front()->effective;
      free = false;
    } else if (seen->shows_disease && episode != nullptr) {
      episode->recurrence_facts.push_back(fact);
    } else if (calendar.spells.empty() && calendar.progression == nullptr && is_progression(*seen)) {
      calendar.progression = fact;
    }
  }
}

/// The first definitive operation of the first course.
const Fact* first_operation(const std::vector<const Fact*>& course) {
  for (const Fact* fact : course) {
    const Treatment& treatment = *as<Treatment>(*fact);
    if (treatment.kind == Treatment::Kind::Surgery && treatment.intent != "palliative") return fact;
  }
  return nullptr;
}

void find_treatments(Calendar& calendar, const RuleSet& rules) {
  const PartialDate free_from = calendar.spells.empty() ? PartialDate{} : calendar.spells.front().start->effective;
  std::vector<const Fact*> course;
  for (const Fact* fact : calendar.facts) {
    if (definitive_treatment(*fact) == nullptr || before_diagnosis(calendar, *fact)) continue;
    if (free_from.is_known() && fact->effective.surely_after(free_from)) continue;
    course.push_back(fact);
  }
  calendar.surgery = first_operation(course);
  // What its record says outweighs its date: therapy that follows an operation opens no course before it.
  std::erase_if(course, [&](const Fact* fact) {
    const bool misdated = calendar.surgery != nullptr && as<Treatment>(*fact)->timing == "adjuvant" &&
                          fact->effective.surely_before(calendar.surgery->effective);
    if (misdated) calendar.adjuvant_before_surgery.push_back(fact);
    return misdated;
  });
  if (!course.empty()) calendar.first_treatment = course.front();
  // On one day the operation goes first: what begins with it is not neoadjuvant.
  if (calendar.surgery != nullptr && calendar.surgery->effective == calendar.first_treatment->effective)
    calendar.first_treatment = calendar.surgery;
  for (const Fact* fact : course) {
    const Treatment& treatment = *as<Treatment>(*fact);
    if (treatment.kind == Treatment::Kind::Surgery) continue;
    const PartialDate end = treatment.end.is_known() ? treatment.end : PartialDate{};
    if (calendar.surgery == nullptr) {
      calendar.treatment_end = later(calendar.treatment_end, end);
      continue;
    }
    const Day surgery = calendar.surgery->effective.earliest();
    if (!fact->effective.surely_before(calendar.surgery->effective) || treatment.intent == "palliative") continue;
    if (treatment.timing == "limited" ||
        add_months(fact->effective.latest(), rules.months("neoadjuvant-to-surgery")) < surgery)
      continue;
    calendar.neoadjuvant.push_back(fact);
    calendar.neoadjuvant_stopped_early |= treatment.stopped_early;
    const PartialDate seen = end.is_known() && end.latest() <= surgery ? end : PartialDate{};
    calendar.neoadjuvant_end = later(calendar.neoadjuvant_end, seen);
  }
  // Administrations recorded one by one have no end; the last of several is the end.
  if (!calendar.neoadjuvant_end.is_known() && calendar.neoadjuvant.size() > 1 &&
      calendar.neoadjuvant.back()->effective != calendar.neoadjuvant.front()->effective)
    calendar.neoadjuvant_end = calendar.neoadjuvant.back()->effective;
}

}  // namespace

std::string place_of(const Fact& fact) {
  const std::string& record = fact.source.record.empty() ? fact.id : fact.source.record;
  return fact.source.file.empty() ? record : fact.source.file + ": " + record;
}

bool is_disease_free(const Fact& fact) {
  const Event* event = as<Event>(fact);
  return event != nullptr && event->kind == Event::Kind::NoEvidenceOfDisease && fact.effective.is_known();
}

const DiseaseFreeSpell* Calendar::first_recurrence() const {
  for (const DiseaseFreeSpell& spell : spells)
    if (spell.recurred.is_known()) return &spell;
  return nullptr;
}

bool Calendar::has_autopsy_of_known_tumor() const {
  return known_in_life && std::any_of(facts.begin(), facts.end(), [](const Fact* fact) {
           const Finding* finding = as<Finding>(*fact);
           const MetastasisFinding* metastasis = as<MetastasisFinding>(*fact);
           return (finding != nullptr && finding->method == Method::Autopsy) ||
                  (metastasis != nullptr && metastasis->method == Method::Autopsy);
         });
}

Phase Calendar::seen_by(std::size_t boundary, Classification classification) const {
  const auto first_of = [&](std::initializer_list<Phase> phases) {
    for (std::size_t i = 0; i < boundaries_.size(); ++i)
      if (std::find(phases.begin(), phases.end(), boundaries_[i].phase) != phases.end()) return i;
    return boundaries_.size();
  };
  switch (classification) {
    case Classification::Clinical:
      if (boundary > first_of({Phase::TreatmentDay, Phase::SurgeryDay})) return Phase::Treatment;
      break;
    case Classification::Pathological:
    case Classification::PostTherapyPathological:
      if (boundary > first_of({Phase::Specimen})) return Phase::AfterSurgery;
      break;
    case Classification::PostTherapyClinical:
      if (boundary > first_of({Phase::SurgeryDay})) return Phase::AfterSurgery;
      break;
    case Classification::Recurrence:
    case Classification::Autopsy:
      break;
  }
  return boundaries_[boundary].phase;
}

std::vector<Phase> Calendar::phases_of(const PartialDate& date, Classification classification) const {
  if (!date.is_known()) return {Phase::Undated};
  std::vector<Phase> phases;
  for (std::size_t i = 0; i < boundaries_.size(); ++i) {
    const bool begun = i == 0 || date.latest() >= boundaries_[i].from.earliest();
    const bool over = i + 1 < boundaries_.size() && date.earliest() >= boundaries_[i + 1].from.latest();
    if (!begun || over) continue;
    phases.push_back(seen_by(i, classification));
    // With no recorded end, a day before the operation may be during or after the therapy.
    if (phases.back() == Phase::Neoadjuvant && !neoadjuvant_end.is_known()) phases.push_back(Phase::AfterNeoadjuvant);
    if (phases.back() == Phase::Treatment && classification != Classification::Clinical && !treatment_end.is_known())
      phases.push_back(Phase::AfterTreatment);
  }
  return phases;
}

/// A later boundary that begins earlier ends what stood there.
void Calendar::add_boundary(const PartialDate& from, Phase phase) {
  while (boundaries_.size() > 1 && boundaries_.back().from.earliest() >= from.earliest()) boundaries_.pop_back();
  boundaries_.push_back({from, phase});
}

void Calendar::draw_first_course(const RuleSet& rules, Day close) {
  const auto after = [](const PartialDate& date) { return PartialDate::from_day(date.latest() + 1); };
  const auto add = [&](const PartialDate& from, Phase phase) { add_boundary(from, phase); };
  if (first_treatment == nullptr) {
    if (diagnosed.is_known()) add(PartialDate::from_day(close + 1), Phase::Late);
    return;
  }
  if (diagnosed.is_known() && first_treatment->effective.earliest() > close + 1)
    add(PartialDate::from_day(close + 1), Phase::Late);
  if (first_treatment != surgery) {
    const bool before_surgery = has_neoadjuvant();
    add(first_treatment->effective, Phase::TreatmentDay);
    add(after(first_treatment->effective), before_surgery ? Phase::Neoadjuvant : Phase::Treatment);
    const PartialDate& end = before_surgery ? neoadjuvant_end : treatment_end;
    if (end.is_known() && end.latest() >= first_treatment->effective.latest() &&
        (surgery == nullptr || end.latest() < surgery->effective.earliest()))
      add(after(end), before_surgery ? Phase::AfterNeoadjuvant : Phase::AfterTreatment);
  }
  if (surgery == nullptr) return;
  const Day reports = add_months(surgery->effective.latest(), rules.months("specimen-report-after-surgery"));
  const Day cap = diagnosed.is_known() && !has_neoadjuvant()
                      ? add_months(diagnosed.latest(), rules.months("pathological-window"))
                      : reports;
  add(surgery->effective, Phase::SurgeryDay);
  add(after(surgery->effective), Phase::Specimen);
  add(PartialDate::from_day(std::max(reports, cap) + 1), Phase::AfterSurgery);
}

void Calendar::draw_boundaries(const RuleSet& rules) {
  boundaries_.push_back({PartialDate{}, diagnosed.is_known() ? Phase::Early : Phase::Diagnosis});
  Day close = std::numeric_limits<Day>::max() - 1;
  if (diagnosed.is_known()) {
    boundaries_.push_back(
        {PartialDate::from_day(add_months(diagnosed.earliest(), -rules.months("work-up-before-diagnosis"))),
         Phase::Diagnosis});
    close = add_months(diagnosed.latest(), rules.months("clinical-window"));
  }
  draw_first_course(rules, close);
  const Day reports = surgery == nullptr
                          ? std::numeric_limits<Day>::min()
                          : add_months(surgery->effective.latest(), rules.months("specimen-report-after-surgery")) + 1;
  if (progression != nullptr && progression->effective.is_known()) {
    // The operation after neoadjuvant therapy is staged yp even when disease grew under the therapy.
    const bool operated_after = has_neoadjuvant() && progression->effective.surely_before(surgery->effective);
    add_boundary(operated_after ? PartialDate::from_day(reports) : progression->effective, Phase::Progression);
  }
  for (const DiseaseFreeSpell& spell : spells) {
    const bool report_pending = spell.start->effective.earliest() < reports &&
                                (!spell.recurred.is_known() || spell.suspected.earliest() > reports);
    add_boundary(report_pending ? PartialDate::from_day(reports) : spell.start->effective, Phase::DiseaseFree);
    if (spell.recurred.is_known()) add_boundary(spell.suspected, Phase::Recurrence);
  }
  if (death.is_known()) add_boundary(PartialDate::from_day(death.latest() + 1), Phase::AfterDeath);
}

Calendar make_calendar(const Course& course, const Tumor& tumor, const std::vector<const Fact*>& facts,
                       const RuleSet& rules) {
  Calendar calendar;
  calendar.tumor = &tumor;
  calendar.facts = facts;
  calendar.death = course.death;
  find_diagnosis(calendar);
  for (const Fact* fact : facts)
    if (definitive_treatment(*fact) != nullptr && !before_diagnosis(calendar, *fact)) {
      calendar.first_treatment = fact;
      break;
    }
  calendar.primary = rules.disease().primary_of(tumor.site);
  calendar.events = disease_events({&calendar.facts, calendar.diagnosed, calendar.first_treatment, calendar.primary,
                                    rules.months("specimen-report-after-surgery")},
                                   rules.disease());
  find_spells(calendar);
  calendar.first_treatment = nullptr;
  find_treatments(calendar, rules);
  calendar.known_in_life =
      calendar.first_treatment != nullptr ||
      (calendar.diagnosed.is_known() && calendar.death.is_known() && calendar.diagnosed.surely_before(calendar.death));
  calendar.draw_boundaries(rules);
  return calendar;
}

}  // namespace restage::course
