// SPDX-License-Identifier: Apache-2.0
#include "response/assess.h"

#include <algorithm>
#include <map>
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
  }
  return ResponseMeasurement::State::Unstated;
}

ResponseLesion::Role role_of(std::string_view role) noexcept {
  if (same_name(role, "target")) return ResponseLesion::Role::Target;
  if (same_name(role, "non-target")) return ResponseLesion::Role::NonTarget;
  if (same_name(role, "new")) return ResponseLesion::Role::New;
  return ResponseLesion::Role::Unstated;
}

ResponseVisit& visit_on(ResponseSubject& subject, const PartialDate& date) {
  for (ResponseVisit& visit : subject.visits)
    if (visit.date == date) return visit;
  ResponseVisit& visit = subject.visits.emplace_back();
  visit.date = date;
  visit.id = date.text();
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
  ResponseMeasurement& measurement = visit_on(subject, fact.effective).measurements.emplace_back();
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

}  // namespace

std::vector<ResponseSubject> subjects_of(const Course& course, std::string_view tumor) {
  const auto belongs = [&](const Fact& fact) { return tumor.empty() || fact.tumor.empty() || fact.tumor == tumor; };
  std::set<std::string> readers;
  bool any = false;
  for (const Fact& fact : course.facts) {
    if (!belongs(fact)) continue;
    if (const auto* measured = std::get_if<LesionMeasurement>(&fact.payload);
        measured != nullptr && !measured->lesion.empty()) {
      readers.insert(measured->reader);
      any = true;
    } else if (const auto* event = std::get_if<Event>(&fact.payload);
               event != nullptr && !stated_response(*event).empty()) {
      any = true;
    }
  }
  std::vector<ResponseSubject> subjects;
  if (!any) return subjects;
  if (readers.empty()) readers.insert("");
  for (const std::string& reader : readers) {
    ResponseSubject& subject = subjects.emplace_back();
    subject.id = course.patient;
    subject.reader = reader;
    subject.death = course.death;
    std::vector<PartialDate> systemic;
    for (const Fact& fact : course.facts) {
      if (!belongs(fact)) continue;
      if (const auto* measured = std::get_if<LesionMeasurement>(&fact.payload);
          measured != nullptr && !measured->lesion.empty()) {
        if (measured->reader == reader) add_measurement(subject, fact, *measured);
      } else if (const auto* lab = std::get_if<LabValue>(&fact.payload)) {
        if (lab->analyte == "psa" || lab->analyte == "ca125")
          visit_on(subject, fact.effective)
              .labs.push_back({lab->analyte, lab->value, lab->unit, lab->upper_limit, lab->text});
      } else if (const auto* event = std::get_if<Event>(&fact.payload)) {
        if (const std::string word = stated_response(*event); !word.empty())
          visit_on(subject, fact.effective).overall = word;
        if (event->kind == Event::Kind::Death && !subject.death.is_known()) subject.death = fact.effective;
        if (event->kind == Event::Kind::LastContact) subject.last_alive = fact.effective;
      } else if (const auto* treatment = std::get_if<Treatment>(&fact.payload)) {
        if (treatment->kind == Treatment::Kind::Systemic && fact.effective.is_known())
          systemic.push_back(fact.effective);
      }
    }
    std::sort(systemic.begin(), systemic.end(), PartialDate::sorts_before);
    if (!systemic.empty()) subject.treatment_start = systemic.front();
    std::stable_sort(subject.visits.begin(), subject.visits.end(), [](const ResponseVisit& a, const ResponseVisit& b) {
      return PartialDate::sorts_before(a.date, b.date);
    });
  }
  return subjects;
}

}  // namespace restage::response
