// SPDX-License-Identifier: Apache-2.0
#include "formats/sdtm/course_draft.h"

#include <algorithm>

#include <fmt/format.h>

#include "base/text.h"

namespace restage::sdtm {
namespace {

constexpr std::string_view kTumor = "study-disease";

// An exact date wins over a partial one of the same thing; else the first stands.
void note_date(PartialDate& date, const PartialDate& day) {
  if (!date.is_known() || (!date.is_exact() && day.is_exact())) date = day;
}

}  // namespace

void CourseDraft::Reading::note(const Table& table, const PartialDate& day) {
  note_date(date, day);
  file = table.path();
  lines.push_back(std::to_string(table.line()));
}

LesionIdentification& CourseDraft::lesion(const Reader& reader, std::string_view id) {
  const auto [place, is_new] = lesion_places_.try_emplace({reader.name, std::string(id)}, lesions_.size());
  if (!is_new) return lesions_[place->second];
  LesionIdentification& added = lesions_.emplace_back();
  added.lesion = id;
  added.reader = reader.name;
  return added;
}

CourseDraft::Reading& CourseDraft::reading(const Reader& reader, std::string_view lesion, std::string_view visit,
                                           std::string_view sequence) {
  Reading& found = readings_[{reader.name, std::string(lesion), std::string(visit)}];
  if (!sequence.empty()) measurement_rows_[std::string(sequence)] = &found;
  return found;
}

CourseDraft::Reading* CourseDraft::reading_of_row(std::string_view sequence) {
  const auto found = measurement_rows_.find(sequence);
  return found == measurement_rows_.end() ? nullptr : found->second;
}

CourseDraft::Assessment& CourseDraft::assessment(const Table& table, const Reader& reader, std::string_view visit,
                                                 const PartialDate& day) {
  const auto [place, is_new] = assessment_places_.try_emplace({reader.name, std::string(visit)}, assessments_.size());
  last_assessment_ = place->second;
  if (is_new) {
    Assessment& added = assessments_.emplace_back();
    added.stated.visit = visit;
    added.stated.reader = reader.name;
    added.stated.evaluator = reader.evaluator;
    added.stated.sequence = ++assessments_of_reader_[reader.name];
    added.stated.stored = true;
    added.source = {table.path(), fmt::format("line {}", table.line()), {}, "SDTM"};
  }
  note_date(assessments_[last_assessment_].date, day);
  return assessments_[last_assessment_];
}

CourseDraft::Assessment* CourseDraft::assessment_of_row(std::string_view sequence) {
  const auto found = response_rows_.find(sequence);
  return found == response_rows_.end() ? nullptr : &assessments_[found->second];
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
    const LesionIdentification& lesion = lesions_[lesion_places_.at({reader, id})];
    LesionMeasurement measured = std::move(reading.measured);
    measured.lesion = id;
    measured.organ = text::to_lower(lesion.organ);
    measured.node = text::contains_ignoring_case(lesion.organ, "node");
    measured.modality = lesion.method;
    measured.role = lesion.role;
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

void CourseDraft::add_assessments() {
  for (Assessment& assessment : assessments_) {
    Fact fact;
    fact.id = fmt::format("assessment/{}/{}", assessment.stated.reader, assessment.stated.visit);
    fact.tumor = kTumor;
    fact.effective = assessment.date;
    fact.source = std::move(assessment.source);
    fact.payload = std::move(assessment.stated);
    add(std::move(fact));
  }
}

/// A lesion is what it is at every visit: its identification has no date, and its id keeps the order of the tables.
void CourseDraft::add_lesions() {
  std::size_t number = 0;
  for (LesionIdentification& lesion : lesions_) {
    Fact fact;
    fact.id = fmt::format("tu/{:04}/{}/{}", ++number, lesion.reader, lesion.lesion);
    fact.tumor = kTumor;
    fact.source.system = "SDTM";
    fact.payload = std::move(lesion);
    add(std::move(fact));
  }
}

Course CourseDraft::finish() {
  add_readings();
  add_assessments();
  const auto studied =
      std::find_if(course.facts.begin(), course.facts.end(), [](const Fact& fact) { return fact.tumor == kTumor; });
  if (studied != course.facts.end()) {
    Tumor tumor;
    tumor.id = kTumor;
    tumor.source = {studied->source.file, {}, {}, "SDTM"};
    course.tumors.push_back(std::move(tumor));
    add_lesions();
  }
  sort_course(course);
  return std::move(course);
}

}  // namespace restage::sdtm
