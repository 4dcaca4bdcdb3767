// SPDX-License-Identifier: Apache-2.0
#include "recurrence/status.h"

#include <algorithm>

namespace restage::recurrence {
namespace {

using course::DiseaseEvent;
using course::StateEvent;

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

/// What an event leaves open, whether or not it changes a state.
void report_event(const DiseaseEvent& event, std::vector<DataIssue>& issues) {
  if (event.words_unknown)
    issues.push_back({IssueCode::CodeUnknown, Severity::Warning, course::place_of(*event.fact),
                      "The wording of this response is not known; it is kept as text and changes no state.",
                      "Write CR, PR, SD, PD or NE, or the full words of a response criterion."});
  if (event.unordered != nullptr)
    issues.push_back({IssueCode::DateContradictory, Severity::Warning, course::place_of(*event.fact),
                      "The order of no evidence of disease (" + event.fact->effective.text() + ") and disease (" +
                          event.unordered->effective.text() +
                          ") is unknown: the dates are too coarse to say which came first; freedom from disease is not "
                          "counted.",
                      "Record both dates to the day."});
}

/// For the few words of extents and organs.
void add_unique(std::vector<std::string>& list, const std::string& value) {
  if (!value.empty() && std::find(list.begin(), list.end(), value) == list.end()) list.push_back(value);
}

bool contains(const std::vector<std::string>& list, const std::string& value) {
  return std::find(list.begin(), list.end(), value) != list.end();
}

/// Walks the events of one tumor through the table.
class StateWalk {
 public:
  StateWalk(const course::Calendar& calendar, const StateRules& rules, std::vector<DataIssue>& issues)
      : rules_(rules), issues_(issues) {
    if (!calendar.diagnosed.is_known()) return;
    enter({calendar.diagnosed, statement::State::AtDiagnosis, {}, {}, {}, {}});
    if (!calendar.diagnosed_by.empty()) status_.back().evidence.push_back(calendar.diagnosed_by);
  }

  void take(const DiseaseEvent& event) {
    report_event(event, issues_);
    if (event.kind == StateEvent::None || event.kind == StateEvent::Biochemical) return;
    const Transition& transition = rules_.transition(state_, event.kind);
    if (transition.next == statement::State::None) return;
    report_problem(transition.problem, *event.fact, issues_);
    const std::string extent = widest_extent(event.parts);
    const bool disease =
        transition.next == statement::State::Recurrent || transition.next == statement::State::Progressive;
    const bool named_now = disease && event.shows_disease;
    if (!stays(transition.next, named_now, event, extent)) start(transition.next, event.fact->effective, disease);
    statement::StatusEntry& entry = status_.back();
    if (named_now && course::width_of(extent) > course::width_of(entry.extent)) entry.extent = extent;
    if (named_now) add_unique(entry.organs, event.organ);
    if (entry.evidence.empty()) entry.remission = event.remission;
    entry.evidence.push_back(event.fact->id);
    state_ = transition.next;
  }

  void take(const RuleEvent& event) {
    const statement::State next = rules_.transition(state_, StateEvent::Biochemical).next;
    if (next != statement::State::BiochemicalRecurrence) return;
    if (status_.empty() || status_.back().state != next) enter({event.date, next, {}, {}, {}, {}});
    for (const std::string& id : event.evidence) add_unique(status_.back().evidence, id);
  }

  std::vector<statement::StatusEntry> result() { return std::move(status_); }

 private:
  void enter(statement::StatusEntry entry) {
    state_ = entry.state;
    status_.push_back(std::move(entry));
  }

  /// The same state, with nothing wider and no organ that is new.
  bool stays(statement::State next, bool named_now, const DiseaseEvent& event, const std::string& extent) const {
    if (status_.empty() || status_.back().state != next) return false;
    const statement::StatusEntry& last = status_.back();
    if (!named_now || last.date == event.fact->effective) return true;
    return course::width_of(extent) <= course::width_of(last.extent) &&
           (event.organ.empty() || contains(last.organs, event.organ));
  }

  /// What is treated, or spreads further, is the disease already named.
  void start(statement::State next, const PartialDate& date, bool disease) {
    statement::StatusEntry entry{date, next, {}, {}, {}, {}};
    const bool treated = next == statement::State::UnderTreatment;
    if (!status_.empty() && (disease || treated) && (status_.back().state == next || treated)) {
      entry.extent = status_.back().extent;
      entry.organs = status_.back().organs;
    }
    status_.push_back(std::move(entry));
  }

  const StateRules& rules_;
  std::vector<DataIssue>& issues_;
  statement::State state_ = statement::State::None;
  std::vector<statement::StatusEntry> status_;
};

}  // namespace

std::vector<RuleEvent> documented_biochemical(const course::Calendar& calendar) {
  std::vector<RuleEvent> events;
  for (const DiseaseEvent& event : calendar.events)
    if (event.kind == StateEvent::Biochemical)
      events.push_back({event.fact->effective, "documented", {event.fact->id}});
  return events;
}

std::vector<statement::StatusEntry> make_status(const course::Calendar& calendar, const StateRules& rules,
                                                const std::vector<RuleEvent>& rule_events,
                                                std::vector<DataIssue>& issues) {
  std::vector<const RuleEvent*> waiting;
  for (const RuleEvent& event : rule_events)
    if (event.date.is_known()) waiting.push_back(&event);
  std::stable_sort(waiting.begin(), waiting.end(), [](const RuleEvent* left, const RuleEvent* right) {
    return PartialDate::sorts_before(left->date, right->date);
  });
  StateWalk walk(calendar, rules, issues);
  auto next = waiting.cbegin();
  for (const DiseaseEvent& event : calendar.events) {
    for (; next != waiting.cend() && PartialDate::sorts_before((*next)->date, event.fact->effective); ++next)
      walk.take(**next);
    walk.take(event);
  }
  for (; next != waiting.cend(); ++next) walk.take(**next);
  return walk.result();
}

std::optional<statement::Biochemical> make_biochemical(const std::vector<statement::StatusEntry>& status,
                                                       const std::vector<RuleEvent>& rule_events) {
  for (const statement::StatusEntry& entry : status) {
    if (entry.state != statement::State::BiochemicalRecurrence) continue;
    for (const RuleEvent& event : rule_events)
      if (event.date == entry.date) return statement::Biochemical{event.date, event.rule, event.evidence};
  }
  return std::nullopt;
}

}  // namespace restage::recurrence
