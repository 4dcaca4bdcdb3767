// SPDX-License-Identifier: Apache-2.0
#include "formats/response_document/subject_draft.h"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

namespace restage::response_document {
namespace {

constexpr std::string_view kSystem = "response document";
constexpr std::string_view kTumor = "study-disease";

class Facts {
 public:
  Facts(const SubjectDraft& draft, Course& course) : draft_(draft), course_(course) {
    if (!draft.reader.empty()) prefix_ = draft.reader + "/";
  }

  void add(const std::string& id, const PartialDate& date, Payload payload) {
    Fact& fact = course_.facts.emplace_back();
    fact.id = prefix_ + id;
    fact.tumor = kTumor;
    fact.effective = date;
    fact.source = {draft_.file, draft_.record, {}, std::string(kSystem)};
    fact.payload = std::move(payload);
  }

 private:
  const SubjectDraft& draft_;
  Course& course_;
  std::string prefix_;
};

/// A measurement says again what is known of its lesion, so that it can be understood alone.
void complete(LesionMeasurement& measured, const SubjectDraft& draft) {
  measured.reader = draft.reader;
  const auto lesion = std::find_if(draft.lesions.begin(), draft.lesions.end(),
                                   [&](const LesionIdentification& known) { return known.lesion == measured.lesion; });
  if (lesion == draft.lesions.end()) return;
  measured.role = lesion->role;
  measured.organ = lesion->organ;
  measured.node = lesion->node.value_or(false);
  measured.modality = lesion->method;
}

}  // namespace

Course SubjectDraft::finish() {
  Course course;
  course.patient = id;
  course.death = death;
  course.study = std::move(study);
  course.issues = std::move(issues);
  Facts facts(*this, course);
  std::size_t number = 0;
  for (VisitDraft& visit : visits) {
    const std::string place = fmt::format("visit/{:04}", ++number);
    const std::string name = visit.stated.visit;
    visit.stated.reader = reader;
    visit.stated.sequence = static_cast<int>(number);
    facts.add(place, visit.date, std::move(visit.stated));
    std::size_t part = 0;
    for (LesionMeasurement& measured : visit.measurements) {
      complete(measured, *this);
      measured.visit = name;
      facts.add(fmt::format("{}/measurement/{:04}", place, ++part), visit.date, std::move(measured));
    }
    part = 0;
    for (LabValue& lab : visit.labs) {
      lab.visit = name;
      facts.add(fmt::format("{}/lab/{:04}", place, ++part), visit.date, std::move(lab));
    }
  }
  number = 0;
  for (LesionIdentification& lesion : lesions) {
    lesion.reader = reader;
    facts.add(fmt::format("lesion/{:04}", ++number), {}, std::move(lesion));
  }
  if (last_alive.is_known()) facts.add("last-alive", last_alive, Event{});
  if (!course.facts.empty()) {
    Tumor& tumor = course.tumors.emplace_back();
    tumor.id = kTumor;
    tumor.source = {file, record, {}, std::string(kSystem)};
  }
  sort_course(course);
  return course;
}

}  // namespace restage::response_document
