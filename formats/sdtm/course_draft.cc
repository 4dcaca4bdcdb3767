// SPDX-License-Identifier: Apache-2.0
#include "formats/sdtm/course_draft.h"

#include <algorithm>

#include <fmt/format.h>

#include "base/text.h"

namespace restage::sdtm {
namespace {

constexpr std::string_view kTumor = "study-disease";

LesionMeasurement::State state_of(ResponseMeasurement::State state) noexcept {
  using From = ResponseMeasurement::State;
  using To = LesionMeasurement::State;
  switch (state) {
    case From::Unstated:
    case From::Measured:
      return To::Measured;
    case From::Absent:
      return To::Absent;
    case From::TooSmall:
      return To::TooSmall;
    case From::NotAssessed:
      return To::NotAssessed;
    case From::NotEvaluable:
      return To::NotEvaluable;
    case From::Merged:
      return To::Merged;
    case From::Present:
      return To::Present;
    case From::Unequivocal:
      return To::Unequivocal;
    case From::Equivocal:
      return To::Equivocal;
  }
  return To::Measured;
}

std::string_view word_of(ResponseLesion::Role role) noexcept {
  switch (role) {
    case ResponseLesion::Role::Target:
      return "target";
    case ResponseLesion::Role::NonTarget:
      return "non-target";
    case ResponseLesion::Role::New:
      return "new";
    case ResponseLesion::Role::Unstated:
      break;
  }
  return {};
}

}  // namespace

void CourseDraft::Reading::note(const Table& table, const PartialDate& day) {
  if (!date.is_known() || (!date.is_exact() && day.is_exact())) date = day;
  file = table.path();
  lines.push_back(std::to_string(table.line()));
}

void CourseDraft::add(Fact fact) {
  const std::string id = fact.id;
  for (int count = 2; !ids_.insert(fact.id).second; ++count) fact.id = fmt::format("{}/{}", id, count);
  course.facts.push_back(std::move(fact));
}

void CourseDraft::add(const Table& table, std::string key, const PartialDate& date, Payload payload, bool of_tumor) {
  Fact fact;
  fact.id = std::move(key);
  if (of_tumor) fact.tumor = kTumor;
  fact.effective = date;
  fact.source = {table.path(), fmt::format("line {}", table.line()), {}, "SDTM"};
  fact.payload = std::move(payload);
  add(std::move(fact));
}

void CourseDraft::add_readings() {
  for (auto& [key, reading] : readings_) {
    const auto& [reader, id, visit] = key;
    const Lesion& lesion = lesions_[{reader, id}];
    LesionMeasurement measured;
    measured.lesion = id;
    measured.organ = text::to_lower(lesion.organ);
    measured.node = text::contains_ignoring_case(lesion.organ, "node");
    measured.state = state_of(reading.measurement.state);
    measured.long_mm = reading.measurement.long_mm;
    measured.short_mm = reading.measurement.short_mm;
    measured.modality = lesion.method;
    measured.role = word_of(lesion.role);
    measured.reader = reader;
    measured.visit = visit;
    Fact fact;
    fact.id = fmt::format("tr/{}/{}/{}", reader, id, visit);
    fact.tumor = kTumor;
    fact.effective = reading.date;
    fact.source = {reading.file,
                   fmt::format("line{} {}", reading.lines.size() > 1 ? "s" : "", text::join(reading.lines, ", ")),
                   {},
                   "SDTM"};
    fact.payload = std::move(measured);
    add(std::move(fact));
  }
}

Course CourseDraft::finish() {
  add_readings();
  const auto studied =
      std::find_if(course.facts.begin(), course.facts.end(), [](const Fact& fact) { return fact.tumor == kTumor; });
  if (studied != course.facts.end()) {
    Tumor tumor;
    tumor.id = kTumor;
    tumor.source = {studied->source.file, {}, {}, "SDTM"};
    course.tumors.push_back(std::move(tumor));
  }
  sort_course(course);
  return std::move(course);
}

}  // namespace restage::sdtm
