// SPDX-License-Identifier: Apache-2.0
#include "recurrence/status.h"

#include <algorithm>
#include <limits>
#include <set>

#include "core/response_words.h"

namespace restage::recurrence {
namespace {

struct StatusEvent {
  StateEvent kind = StateEvent::None;
  std::string extent;
  std::string organ;
};

/// When radiation and systemic treatment went on: by start, with the latest end of what had started by then.
class TreatmentSpans {
 public:
  explicit TreatmentSpans(const std::vector<const Fact*>& facts) {
    for (const Fact* fact : facts) {
      const auto* treatment = std::get_if<Treatment>(&fact->payload);
      if (treatment == nullptr || treatment->kind == Treatment::Kind::Surgery ||
          treatment->kind == Treatment::Kind::Other || !fact->effective.is_known())
        continue;
      constexpr Day kOpen = std::numeric_limits<Day>::max();
      spans_.emplace_back(fact->effective.earliest(), treatment->end.is_known() ? treatment->end.earliest() : kOpen);
    }
    std::sort(spans_.begin(), spans_.end());
    for (std::size_t i = 1; i < spans_.size(); ++i) spans_[i].second = std::max(spans_[i].second, spans_[i - 1].second);
  }

  /// Every treatment begun by then has a recorded end by then; an operation ends on its day.
  bool over_by(const PartialDate& date) const {
    const auto after = std::upper_bound(spans_.begin(), spans_.end(), date.latest(),
                                        [](Day day, const auto& span) { return day < span.first; });
    return after == spans_.begin() || std::prev(after)->second <= date.latest();
  }

 private:
  std::vector<std::pair<Day, Day>> spans_;
};

/// What is said of a response, as a state. Words that are not known change nothing and are told.
StatusEvent response_event(const TreatmentSpans& treatments, const Fact& fact, const Event& event,
                           std::vector<DataIssue>& issues) {
  const bool over = treatments.over_by(fact.effective);
  const StatusEvent remaining{over ? StateEvent::RemainingAfterTreatment : StateEvent::Remaining, {}, {}};
  if (event.kind == Event::Kind::Stable || event.text.empty()) return remaining;
  const std::optional<ResponseMeaning> meaning = meaning_of_response(event.text);
  if (!meaning) {
    issues.push_back({IssueCode::CodeUnknown, Severity::Warning, course::place_of(fact),
                      "The wording of this response is not known; it is kept as text and changes no state.",
                      "Write CR, PR, SD, PD or NE, or the full words of a response criterion."});
    return {};
  }
  switch (*meaning) {
    case ResponseMeaning::Complete:
    case ResponseMeaning::Free:
      return {over ? StateEvent::DiseaseFree : StateEvent::CompleteResponse, {}, {}};
    case ResponseMeaning::NotEvaluable:
      return {};
    case ResponseMeaning::Partial:
    case ResponseMeaning::Minor:
    case ResponseMeaning::LessThanComplete:
    case ResponseMeaning::Stable:
    case ResponseMeaning::Progression:
      break;
  }
  return remaining;
}

StatusEvent event_of(const course::Calendar& calendar, const TreatmentSpans& treatments, const Fact& fact,
                     const std::set<std::string>& known_organs, std::vector<DataIssue>& issues) {
  if (const auto* treatment = std::get_if<Treatment>(&fact.payload)) {
    const bool counts = treatment->definitive && treatment->kind != Treatment::Kind::Other &&
                        treatment->intent != "diagnostic" && treatment->intent != "supportive";
    return {counts ? StateEvent::Treatment : StateEvent::None, {}, {}};
  }
  if (const auto* metastasis = std::get_if<MetastasisFinding>(&fact.payload)) {
    const bool fresh = metastasis->present && !known_organs.contains(metastasis->organ) &&
                       calendar.first_treatment != nullptr &&
                       fact.effective.surely_after(calendar.first_treatment->effective);
    return {fresh ? StateEvent::NewDisease : StateEvent::None, "distant", metastasis->organ};
  }
  if (const auto* lesion = std::get_if<LesionMeasurement>(&fact.payload))
    return {course::is_new_disease(fact) ? StateEvent::NewDisease : StateEvent::None, {}, lesion->organ};
  const auto* event = std::get_if<Event>(&fact.payload);
  if (event == nullptr) return {};
  switch (event->kind) {
    case Event::Kind::NoEvidenceOfDisease:
      return {StateEvent::DiseaseFree, {}, {}};
    case Event::Kind::Recurrence:
      return {StateEvent::Recurrence, event->extent, event->organ};
    case Event::Kind::Progression:
      return {StateEvent::Progression, event->extent, event->organ};
    case Event::Kind::Response:
    case Event::Kind::Stable:
      return response_event(treatments, fact, *event, issues);
    case Event::Kind::Diagnosis:
    case Event::Kind::Suspicion:
    case Event::Kind::Death:
    case Event::Kind::LastContact:
      break;
  }
  return {};
}

void report_problem(SequenceProblem problem, const Fact& fact, std::vector<DataIssue>& issues) {
  const std::string place = course::place_of(fact);
  if (problem == SequenceProblem::RecurrenceWithoutDiseaseFreeState)
    issues.push_back(
        {IssueCode::SequenceImpossible, Severity::Warning, place,
         "A recurrence on " + fact.effective.text() +
             " without a documented disease-free state before it; it is shown as progression and gets no r statement.",
         "Record the assessment that found no evidence of disease, if there was one."});
  if (problem == SequenceProblem::ProgressionAfterDiseaseFreeState)
    issues.push_back({IssueCode::SequenceImpossible, Severity::Information, place,
                      "A progression on " + fact.effective.text() +
                          " after a documented disease-free state; it is shown as recurrence.",
                      "Check whether the disease-free state or the word progression is right."});
}

/// For the few words of extents and organs.
void add_unique(std::vector<std::string>& list, const std::string& value) {
  if (!value.empty() && std::find(list.begin(), list.end(), value) == list.end()) list.push_back(value);
}

bool is_widest(const std::string& extent, const std::string& than) {
  const auto width = [](const std::string& text) {
    return text == "distant" ? 3 : text == "regional" ? 2 : text == "local" ? 1 : 0;
  };
  return width(extent) > width(than);
}

}  // namespace

std::vector<statement::StatusEntry> make_status(const course::Calendar& calendar, const StateRules& rules,
                                                std::vector<DataIssue>& issues) {
  std::vector<statement::StatusEntry> status;
  statement::State state = statement::State::None;
  if (calendar.diagnosed.is_known()) {
    state = statement::State::AtDiagnosis;
    status.push_back({calendar.diagnosed, state, {}, {}, {}});
    if (!calendar.diagnosed_by.empty()) status.back().evidence.push_back(calendar.diagnosed_by);
  }
  const TreatmentSpans treatments(calendar.facts);
  std::set<std::string> organs;
  for (const Fact* fact : calendar.facts) {
    if (!fact->effective.is_known() ||
        (calendar.diagnosed.is_known() && fact->effective.surely_before(calendar.diagnosed)))
      continue;
    const StatusEvent event = event_of(calendar, treatments, *fact, organs, issues);
    if (event.kind == StateEvent::None) {
      if (event.extent == "distant" && std::get<MetastasisFinding>(fact->payload).present) organs.insert(event.organ);
      continue;
    }
    const Transition& transition = rules.transition(state, event.kind);
    const statement::State next = transition.next;
    if (next == statement::State::None) continue;
    report_problem(transition.problem, *fact, issues);
    if (!event.organ.empty()) organs.insert(event.organ);
    if (event.kind == StateEvent::DiseaseFree) organs.clear();
    const bool disease = next == statement::State::Recurrent || next == statement::State::Progressive;
    const bool named_now = disease && (course::is_new_disease(*fact));
    statement::StatusEntry* last = status.empty() ? nullptr : &status.back();
    const bool same = last != nullptr && last->state == next &&
                      (!named_now || last->date == fact->effective ||
                       (!is_widest(event.extent, last->extent) &&
                        (event.organ.empty() ||
                         std::find(last->organs.begin(), last->organs.end(), event.organ) != last->organs.end())));
    if (!same) {
      statement::StatusEntry entry{fact->effective, next, {}, {}, {}};
      // What is treated, or spreads further, is the disease already named.
      const bool goes_on = last != nullptr && (last->state == next || next == statement::State::UnderTreatment);
      if ((disease || next == statement::State::UnderTreatment) && goes_on) {
        entry.extent = last->extent;
        entry.organs = last->organs;
      }
      status.push_back(std::move(entry));
    }
    statement::StatusEntry& entry = status.back();
    if (named_now && is_widest(event.extent, entry.extent)) entry.extent = event.extent;
    if (named_now) add_unique(entry.organs, event.organ);
    entry.evidence.push_back(fact->id);
    state = next;
  }
  return status;
}

namespace {

bool by_tissue(Method method) {
  return method == Method::Biopsy || method == Method::Pathology || method == Method::Surgery;
}

/// What one fact of the episode says of extent, organ and proof.
void add_episode_fact(statement::Recurrence& recurrence, const Fact& fact, bool& imaging) {
  recurrence.evidence.push_back(fact.id);
  if (const auto* event = std::get_if<Event>(&fact.payload)) {
    if (event->kind == Event::Kind::Suspicion) return;
    recurrence.tissue_proven |= event->tissue_proven;
    add_unique(recurrence.extents, event->extent);
    add_unique(recurrence.organs, event->organ);
  } else if (const auto* metastasis = std::get_if<MetastasisFinding>(&fact.payload)) {
    recurrence.tissue_proven |= by_tissue(metastasis->method);
    imaging |= metastasis->method == Method::Imaging;
    add_unique(recurrence.extents, "distant");
    add_unique(recurrence.organs, metastasis->organ);
  } else if (const auto* lesion = std::get_if<LesionMeasurement>(&fact.payload)) {
    imaging = true;
    add_unique(recurrence.organs, lesion->organ);
  }
}

/// Tissue of a recurrent site: a pathology finding from one of its organs, or metastatic histology.
void add_tissue(const course::Calendar& calendar, const PartialDate& until, statement::Recurrence& recurrence) {
  for (const Fact* fact : calendar.facts) {
    const auto* finding = std::get_if<Finding>(&fact->payload);
    if (finding == nullptr || !by_tissue(finding->method) || !fact->effective.is_known()) continue;
    if (fact->effective.surely_before(recurrence.first_suspected) || fact->effective.surely_after(until)) continue;
    const bool organ =
        std::find(recurrence.organs.begin(), recurrence.organs.end(), finding->organ) != recurrence.organs.end();
    if (!organ && !(finding->name == "histology" && finding->text.ends_with("/6"))) continue;
    recurrence.tissue_proven = true;
    recurrence.evidence.push_back(fact->id);
  }
}

void add_signals(const course::Calendar& calendar, const course::DiseaseFreeSpell& spell,
                 statement::Recurrence& recurrence) {
  for (const Fact* fact : calendar.facts) {
    if (!fact->effective.surely_after(spell.last_free) || !fact->effective.is_known() ||
        fact->effective.latest() > spell.recurred.latest())
      continue;
    const auto* lab = std::get_if<LabValue>(&fact->payload);
    const bool raised = lab != nullptr && lab->value && lab->upper_limit && *lab->value > *lab->upper_limit &&
                        !lab->comparator.starts_with('<');
    if (std::holds_alternative<Symptom>(fact->payload) || raised) recurrence.signals.push_back(fact->id);
  }
}

void add_treatment_end(const course::Calendar& calendar, const course::DiseaseFreeSpell& spell,
                       statement::Recurrence& recurrence) {
  for (const Fact* fact : calendar.facts) {
    const auto* treatment = std::get_if<Treatment>(&fact->payload);
    if (treatment == nullptr || !treatment->definitive || treatment->kind == Treatment::Kind::Other) continue;
    const PartialDate end =
        treatment->kind == Treatment::Kind::Surgery && !treatment->end.is_known() ? fact->effective : treatment->end;
    const bool later = !recurrence.treatment_ended.is_known() || end.latest() > recurrence.treatment_ended.latest();
    if (end.is_known() && end.surely_before(spell.recurred) && later) recurrence.treatment_ended = end;
  }
}

}  // namespace

std::vector<statement::Recurrence> make_recurrences(const course::Calendar& calendar, const course::RuleSet& rules) {
  std::vector<statement::Recurrence> recurrences;
  for (const course::DiseaseFreeSpell& spell : calendar.spells) {
    if (!spell.recurred.is_known()) continue;
    statement::Recurrence recurrence;
    recurrence.first_suspected = spell.suspected;
    recurrence.confirmed = spell.recurred;
    recurrence.disease_free_from = spell.start->effective;
    if (spell.recurred.is_exact() && spell.start->effective.is_exact())
      recurrence.disease_free_days = spell.recurred.earliest() - spell.start->effective.earliest();
    recurrence.evidence.push_back(spell.start->id);
    bool imaging = false;
    // Facts of the work-up belong to this recurrence; later spread is a later state.
    const PartialDate until =
        PartialDate::from_day(add_months(spell.recurred.latest(), rules.months("clinical-window")));
    for (const Fact* fact : spell.recurrence_facts)
      if (!fact->effective.surely_after(until)) add_episode_fact(recurrence, *fact, imaging);
    add_tissue(calendar, until, recurrence);
    add_signals(calendar, spell, recurrence);
    add_treatment_end(calendar, spell, recurrence);
    recurrence.confirmation = recurrence.tissue_proven ? statement::Confirmation::TissueProven
                              : imaging                ? statement::Confirmation::Imaging
                                                       : statement::Confirmation::Documented;
    recurrences.push_back(std::move(recurrence));
  }
  return recurrences;
}

}  // namespace restage::recurrence
