// SPDX-License-Identifier: Apache-2.0
#pragma once
// The members of every part of a course in the course format, listed once for the writer and the reader.
//
// members_of(io, part) calls io with the name and the value of each member, in the order they are written. `Io` is
// MemberWriter or MemberReader; `Part` is const for the writer. What is empty, unknown or as usual is not written.
#include <array>
#include <string_view>

#include "core/circumstance_members.h"
#include "core/course.h"

namespace restage::course_json {

constexpr std::array<std::string_view, 23> kPayloads = {
    "finding",        "lesion",     "lab",   "treatment", "stated",  "event",     "symptom", "metastasis",
    "identification", "assessment", "study", "visit",     "risk",    "vital",     "triage",  "medication",
    "condition",      "exposure",   "plan",  "allergy",   "implant", "pregnancy", "access"};
static_assert(kPayloads.size() == std::variant_size_v<Payload>);
constexpr std::array<std::string_view, 10> kMethods = {"unknown", "exam",      "imaging",    "endoscopy", "biopsy",
                                                       "surgery", "pathology", "laboratory", "autopsy",   "patient"};
constexpr std::array<std::string_view, 4> kTreatments = {"surgery", "radiation", "systemic", "other"};
constexpr std::array<std::string_view, 9> kEvents = {
    "no-evidence-of-disease", "recurrence", "progression", "response", "stable", "death",
    "last-contact",           "diagnosis",  "suspicion"};
constexpr std::array<std::string_view, 9> kStates = {"measured",     "absent",        "too-small",
                                                     "not-assessed", "not-evaluable", "merged",
                                                     "present",      "unequivocal",   "equivocal"};
constexpr std::array<std::string_view, 4> kAxes = {"T", "N", "M", "group"};
constexpr std::array<std::string_view, 6> kClassifications = {"c", "p", "yc", "yp", "r", "a"};
constexpr std::array<std::string_view, 3> kSeverities = {"information", "warning", "error"};

template <class Io, Is<Source> Part>
void members_of(Io& io, Part& source) {
  io.always("file", source.file).always("record", source.record).always("element", source.element);
  io.text("system", source.system);
}

template <class Io, Is<Finding> Part>
void members_of(Io& io, Part& finding) {
  io.text("name", finding.name).number("number", finding.number).text("text", finding.text);
  io.set("members", finding.members, finding.is_set).word("method", finding.method, kMethods, Method::Unknown);
  io.text("modality", finding.modality).text("lesion", finding.lesion).text("specimen", finding.specimen);
  io.text("organ", finding.organ).text("study", finding.study);
}

template <class Io, Is<LesionMeasurement> Part>
void members_of(Io& io, Part& lesion) {
  io.text("lesion", lesion.lesion).text("organ", lesion.organ).word("state", lesion.state, kStates);
  io.flag("node", lesion.node).flag("primary", lesion.primary);
  io.number("long_mm", lesion.long_mm).number("short_mm", lesion.short_mm);
  io.text("modality", lesion.modality).text("role", lesion.role).text("reader", lesion.reader);
  io.text("visit", lesion.visit).number("enhancing_mm", lesion.enhancing_mm).number("density_hu", lesion.density_hu);
  io.number("sul_peak", lesion.sul_peak).number("tlg", lesion.tlg).text("organ_at_visit", lesion.organ_at_visit);
}

template <class Io, Is<LabValue> Part>
void members_of(Io& io, Part& lab) {
  io.text("analyte", lab.analyte).number("value", lab.value).text("unit", lab.unit);
  io.number("upper_limit", lab.upper_limit).text("text", lab.text).text("visit", lab.visit);
  io.text("comparator", lab.comparator).number("lower_limit", lab.lower_limit);
  io.text("assay", lab.assay).text("method", lab.method);
}

template <class Io, Is<Treatment> Part>
void members_of(Io& io, Part& treatment) {
  io.word("kind", treatment.kind, kTreatments).text("name", treatment.name).text("intent", treatment.intent);
  io.text("site", treatment.site).date("end", treatment.end).text("timing", treatment.timing);
  io.always("definitive", treatment.definitive).flag("stopped_early", treatment.stopped_early);
  io.number("dose_gy", treatment.dose_gy).text("technique", treatment.technique).text("organ", treatment.organ);
}

template <class Io, Is<StatedCategory> Part>
void members_of(Io& io, Part& stated) {
  io.word("axis", stated.axis, kAxes).text("value", stated.value).text("suffixes", stated.suffixes);
  io.optional_word("classification", stated.classification, kClassifications);
  io.text("classification_basis", stated.classification_basis).text("system", stated.system);
  io.text("edition", stated.edition).text("original", stated.original).list("members", stated.members);
  io.flag("from_summary", stated.from_summary).text("summary_of", stated.summary_of);
}

template <class Io, Is<Event> Part>
void members_of(Io& io, Part& event) {
  io.word("kind", event.kind, kEvents).text("extent", event.extent).text("organ", event.organ);
  io.text("text", event.text).flag("tissue_proven", event.tissue_proven);
  io.text("reader", event.reader).text("visit", event.visit).text("behavior", event.behavior);
}

template <class Io, Is<Symptom> Part>
void members_of(Io& io, Part& symptom) {
  io.text("name", symptom.name).text("site", symptom.site).text("severity", symptom.severity);
  io.flag("patient_reported", symptom.patient_reported).number("severity_score", symptom.severity_score);
  io.number("duration_days", symptom.duration_days).list("features", symptom.features).text("trend", symptom.trend);
  io.number("size_cm", symptom.size_cm).number("volume_ml_24h", symptom.volume_ml_24h);
  io.number("stools_over_baseline", symptom.stools_over_baseline);
}

template <class Io, Is<MetastasisFinding> Part>
void members_of(Io& io, Part& metastasis) {
  io.text("organ", metastasis.organ).always("present", metastasis.present);
  io.word("method", metastasis.method, kMethods, Method::Unknown).text("study", metastasis.study);
}

template <class Io, Is<LesionIdentification> Part>
void members_of(Io& io, Part& lesion) {
  io.text("lesion", lesion.lesion).text("reader", lesion.reader).text("role", lesion.role);
  io.text("organ", lesion.organ).optional_flag("node", lesion.node).text("parent", lesion.parent);
  io.text("kind", lesion.kind).text("method", lesion.method).number("slice_mm", lesion.slice_mm);
  io.optional_flag("irradiated", lesion.irradiated);
  io.optional_flag("grown_since_irradiation", lesion.grown_since_irradiation);
  io.optional_flag("reproducible", lesion.reproducible);
}

template <class Io, Is<ResponseAssessment> Part>
void members_of(Io& io, Part& assessment) {
  io.text("visit", assessment.visit).text("reader", assessment.reader).text("evaluator", assessment.evaluator);
  io.count("sequence", assessment.sequence);
  io.date("first_scan", assessment.first_scan).date("last_scan", assessment.last_scan);
  io.text("target", assessment.target).text("non_target", assessment.non_target);
  io.text("new_lesion", assessment.new_lesion).text("overall", assessment.overall);
  io.number("sum_mm", assessment.sum_mm).named("components", assessment.components);
  io.flag("accepted", assessment.accepted).flag("stored", assessment.stored);
}

template <class Io, Is<StudyTerms> Part>
void members_of(Io& io, Part& study) {
  io.date("reference_date", study.reference_date).date("treatment_start", study.treatment_start);
  io.date("data_cut", study.data_cut).dates("therapy_starts", study.therapy_starts);
  io.named("policy", study.policy).named("facts", study.facts);
}

template <class Io, Is<Tumor> Part>
void members_of(Io& io, Part& tumor) {
  io.always("id", tumor.id).or_null("topography", tumor.site.topography).or_null("histology", tumor.site.histology);
  io.or_null("behavior", tumor.site.behavior).or_null("laterality", tumor.site.laterality);
  io.or_null("category", tumor.site.category).or_null("text", tumor.site.text);
  io.date_or_null("diagnosed", tumor.diagnosed).always("secondary", tumor.secondary);
  io.object("source", tumor.source);
}

template <class Io, Is<Fact> Part>
void members_of(Io& io, Part& fact) {
  io.always("id", fact.id).or_null("tumor", fact.tumor).date_or_null("effective", fact.effective);
  io.date("recorded", fact.recorded).text("note", fact.note).payload(fact.payload).object("source", fact.source);
}

template <class Io, Is<DataIssue> Part>
void members_of(Io& io, Part& issue) {
  io.code("code", issue.code).word("severity", issue.severity, kSeverities).always("path", issue.path);
  io.always("message", issue.message).always("remedy", issue.remedy);
}

template <class Io, Is<Course> Part>
void members_of(Io& io, Part& course) {
  io.or_null("patient", course.patient).or_null("sex", course.sex).or_null("birth_date", course.birth_date);
  io.date_or_null("death", course.death).object_if_any("study", course.study);
  io.objects("tumors", course.tumors).objects("facts", course.facts);
  io.objects("data_issues", course.issues);
}

}  // namespace restage::course_json
