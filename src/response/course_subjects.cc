// SPDX-License-Identifier: Apache-2.0
#include "response/assess.h"

#include <algorithm>
#include <set>

#include "base/text.h"

namespace restage::response {
namespace {

using CourseState = LesionMeasurement::State;

ResponseMeasurement::State state_of(CourseState state) noexcept {
  switch (state) {
    case CourseState::Measured:
      return ResponseMeasurement::State::Unstated;
    case CourseState::Absent:
      return ResponseMeasurement::State::Absent;
    case CourseState::TooSmall:
      return ResponseMeasurement::State::TooSmall;
    case CourseState::NotAssessed:
      return ResponseMeasurement::State::NotAssessed;
    case CourseState::NotEvaluable:
      return ResponseMeasurement::State::NotEvaluable;
    case CourseState::Merged:
      return ResponseMeasurement::State::Merged;
    case CourseState::Present:
      return ResponseMeasurement::State::Present;
    case CourseState::Unequivocal:
      return ResponseMeasurement::State::Unequivocal;
    case CourseState::Equivocal:
      return ResponseMeasurement::State::Equivocal;
  }
  return ResponseMeasurement::State::Unstated;
}

ResponseLesion::Role role_of(std::string_view role) noexcept {
  if (same_name(role, "target")) return ResponseLesion::Role::Target;
  if (same_name(role, "non-target")) return ResponseLesion::Role::NonTarget;
  if (same_name(role, "new")) return ResponseLesion::Role::New;
  return ResponseLesion::Role::Unstated;
}

// The visit of that name; without a name the visit of that day. An exact date wins over a partial one of one visit.
ResponseVisit& visit_of(ResponseSubject& subject, const std::string& name, const PartialDate& date) {
  for (ResponseVisit& visit : subject.visits) {
    if (name.empty() ? visit.date != date : visit.id != name) continue;
    if (!visit.date.is_known() || (!visit.date.is_exact() && date.is_exact())) visit.date = date;
    return visit;
  }
  ResponseVisit& visit = subject.visits.emplace_back();
  visit.date = date;
  visit.id = name.empty() ? date.text() : name;
  return visit;
}

void add_measurement(ResponseSubject& subject, const Fact& fact, const LesionMeasurement& measured) {
  auto lesion = std::find_if(subject.lesions.begin(), subject.lesions.end(),
                             [&](const ResponseLesion& l) { return l.id == measured.lesion; });
  if (lesion == subject.lesions.end()) {
    ResponseLesion& added = subject.lesions.emplace_back();
    added.id = measured.lesion;
    added.organ = measured.organ;
    if (measured.node) added.node = true;
    added.role = role_of(measured.role);
  } else if (lesion->role == ResponseLesion::Role::Unstated) {
    lesion->role = role_of(measured.role);
  }
  ResponseMeasurement& measurement = visit_of(subject, measured.visit, fact.effective).measurements.emplace_back();
  measurement.lesion = measured.lesion;
  measurement.state = state_of(measured.state);
  measurement.long_mm = measured.long_mm;
  measurement.short_mm = measured.short_mm;
}

// A response that the source wrote down, as far as its wording is a category.
std::string stated_response(const Event& event) {
  const std::string text = text::to_upper(text::trim(event.text));
  for (const std::string_view word : {"CR", "PR", "SD", "PD", "NE"})
    if (text == word) return text;
  if (event.kind == Event::Kind::Progression) return "PD";
  if (event.kind == Event::Kind::Stable) return "SD";
  return {};
}

bool is_of_reader(const Event& event, const std::string& reader) {
  return event.reader.empty() || event.reader == reader;
}

const LesionMeasurement* lesion_of(const Fact& fact) noexcept {
  const auto* measured = std::get_if<LesionMeasurement>(&fact.payload);
  return measured != nullptr && !measured->lesion.empty() ? measured : nullptr;
}

struct Readers {
  std::set<std::string> names;
  std::set<std::string> measured;  ///< those with measurements
  bool any = false;
};

Readers readers_of(const std::vector<const Fact*>& facts) {
  Readers readers;
  for (const Fact* fact : facts) {
    if (const LesionMeasurement* measured = lesion_of(*fact)) {
      readers.names.insert(measured->reader);
      readers.measured.insert(measured->reader);
      readers.any = true;
    } else if (const auto* event = std::get_if<Event>(&fact->payload);
               event != nullptr && !stated_response(*event).empty()) {
      if (!event->reader.empty()) readers.names.insert(event->reader);
      readers.any = true;
    }
  }
  if (readers.names.empty()) readers.names.insert("");
  return readers;
}

void add_event(ResponseSubject& subject, const Fact& fact, const Event& event, bool has_measurements) {
  if (const std::string word = stated_response(event); !word.empty()) {
    ResponseVisit& visit = visit_of(subject, event.visit, fact.effective);
    // What readers answered beside their own measurements is compared, never used.
    if (has_measurements && !event.reader.empty())
      visit.stored.overall = word;
    else
      visit.overall = word;
  }
  if (event.kind == Event::Kind::Death && !subject.death.is_known()) subject.death = fact.effective;
  if (event.kind == Event::Kind::LastContact) subject.last_alive = fact.effective;
}

ResponseSubject subject_of(const Course& course, const std::vector<const Fact*>& facts, const std::string& reader,
                           bool has_measurements) {
  ResponseSubject subject;
  subject.id = course.patient;
  subject.reader = reader;
  subject.death = course.death;
  std::vector<PartialDate> systemic;
  for (const Fact* fact : facts) {
    if (const LesionMeasurement* measured = lesion_of(*fact)) {
      if (measured->reader == reader) add_measurement(subject, *fact, *measured);
    } else if (const auto* lab = std::get_if<LabValue>(&fact->payload)) {
      if (lab->analyte == "psa" || lab->analyte == "ca125")
        visit_of(subject, {}, fact->effective)
            .labs.push_back({lab->analyte, lab->value, lab->unit, lab->upper_limit, lab->text});
    } else if (const auto* event = std::get_if<Event>(&fact->payload)) {
      if (is_of_reader(*event, reader)) add_event(subject, *fact, *event, has_measurements);
    } else if (const auto* treatment = std::get_if<Treatment>(&fact->payload)) {
      if (treatment->kind == Treatment::Kind::Systemic && treatment->timing != "prior" && fact->effective.is_known())
        systemic.push_back(fact->effective);
    }
  }
  std::sort(systemic.begin(), systemic.end(), PartialDate::sorts_before);
  if (!systemic.empty()) subject.treatment_start = systemic.front();
  std::stable_sort(subject.visits.begin(), subject.visits.end(), [](const ResponseVisit& a, const ResponseVisit& b) {
    return PartialDate::sorts_before(a.date, b.date);
  });
  return subject;
}

}  // namespace

std::vector<ResponseSubject> subjects_of(const Course& course, std::string_view tumor) {
  std::vector<const Fact*> facts;
  for (const Fact& fact : course.facts)
    if (tumor.empty() || fact.tumor.empty() || fact.tumor == tumor) facts.push_back(&fact);
  const Readers readers = readers_of(facts);
  std::vector<ResponseSubject> subjects;
  if (!readers.any) return subjects;
  for (const std::string& reader : readers.names)
    subjects.push_back(subject_of(course, facts, reader, readers.measured.contains(reader)));
  return subjects;
}

}  // namespace restage::response
