// SPDX-License-Identifier: Apache-2.0
#include "core/fact_content.h"

#include "core/circumstance_members.h"

namespace restage {
namespace {

/// Parts joined with a separator that no text from a reader contains.
class ContentText {
 public:
  ContentText& add(std::string_view part) {
    text_ += part;
    text_ += '\x1f';
    return *this;
  }
  ContentText& add(const std::optional<Decimal>& number) { return add(number ? number->text() : std::string()); }
  ContentText& add(bool flag) { return add(std::string_view(flag ? "1" : "0")); }
  ContentText& add(const std::optional<bool>& flag) { return flag ? add(*flag) : add(std::string_view()); }
  ContentText& add(const std::vector<std::string>& parts) {
    for (const std::string& part : parts) add(std::string_view(part));
    return add(std::string_view("."));
  }
  template <class Kind>
  ContentText& add_kind(Kind kind) {
    return add(std::string_view(std::to_string(static_cast<int>(kind))));
  }
  std::string take() { return std::move(text_); }

  void operator()(const Finding& finding) {
    add(finding.name)
        .add(finding.number)
        .add(finding.text)
        .add(finding.members)
        .add(finding.is_set)
        .add_kind(finding.method);
    add(finding.modality).add(finding.lesion).add(finding.specimen).add(finding.organ);
    text("study", finding.study);
  }
  void operator()(const LesionMeasurement& lesion) {
    add(lesion.lesion).add(lesion.organ).add(lesion.node).add(lesion.primary).add_kind(lesion.state);
    add(lesion.long_mm).add(lesion.short_mm).add(lesion.modality).add(lesion.role).add(lesion.reader);
    if (!lesion.visit.empty()) add(lesion.visit);
    if (lesion.enhancing_mm || lesion.density_hu || lesion.sul_peak || lesion.tlg || !lesion.organ_at_visit.empty()) {
      add(lesion.enhancing_mm).add(lesion.density_hu).add(lesion.sul_peak).add(lesion.tlg);
      add(lesion.organ_at_visit);
    }
  }
  void operator()(const LabValue& lab) {
    add(lab.analyte).add(lab.value).add(lab.unit).add(lab.upper_limit).add(lab.text);
    if (!lab.visit.empty()) add(lab.visit);
    text("comparator", lab.comparator).number("lower_limit", lab.lower_limit);
    text("assay", lab.assay).text("method", lab.method);
  }
  void operator()(const Treatment& treatment) {
    add_kind(treatment.kind).add(treatment.name).add(treatment.intent).add(treatment.site).add(treatment.end.text());
    add(treatment.definitive).add(treatment.stopped_early).add(treatment.timing);
    number("dose_gy", treatment.dose_gy).text("technique", treatment.technique).text("organ", treatment.organ);
  }
  void operator()(const StatedCategory& stated) {
    add_kind(stated.axis).add(stated.value).add(stated.suffixes);
    add(stated.classification ? to_string(*stated.classification) : std::string_view());
    add(stated.classification_basis).add(stated.system).add(stated.edition).add(stated.original).add(stated.members);
    add(stated.from_summary).add(stated.summary_of);
  }
  void operator()(const Event& event) {
    add_kind(event.kind).add(event.extent).add(event.organ).add(event.text).add(event.tissue_proven);
    if (!event.reader.empty() || !event.visit.empty()) add(event.reader).add(event.visit);
    text("behavior", event.behavior);
  }
  void operator()(const Symptom& symptom) {
    add(symptom.name).add(symptom.site).add(symptom.severity).add(symptom.patient_reported);
    number("severity_score", symptom.severity_score).number("duration_days", symptom.duration_days);
    list("features", symptom.features).text("trend", symptom.trend).number("size_cm", symptom.size_cm);
    number("volume_ml_24h", symptom.volume_ml_24h).number("stools_over_baseline", symptom.stools_over_baseline);
  }
  void operator()(const MetastasisFinding& metastasis) {
    add(metastasis.organ).add(metastasis.present).add_kind(metastasis.method);
    text("study", metastasis.study);
  }
  template <class Part>
  void operator()(const Part& part) {
    members_of(*this, part);
  }

  // Members by name; what is not given leaves no trace.
  ContentText& text(std::string_view name, const std::string& value) {
    return value.empty() ? *this : add(name).add(std::string_view(value));
  }
  ContentText& number(std::string_view name, const std::optional<Decimal>& value) {
    return value ? text(name, value->text()) : *this;
  }
  ContentText& date(std::string_view name, const PartialDate& value) { return text(name, value.text()); }
  ContentText& list(std::string_view name, const std::vector<std::string>& values) {
    return values.empty() ? *this : add(name).add(values);
  }
  ContentText& optional_flag(std::string_view name, const std::optional<bool>& value) {
    return value ? add(name).add(*value) : *this;
  }
  void operator()(const LesionIdentification& lesion) {
    add(lesion.lesion).add(lesion.reader).add(lesion.role).add(lesion.organ).add(lesion.node).add(lesion.parent);
    add(lesion.kind).add(lesion.method).add(lesion.slice_mm).add(lesion.irradiated);
    add(lesion.grown_since_irradiation).add(lesion.reproducible);
  }
  void operator()(const ResponseAssessment& assessment) {
    add(assessment.visit).add(assessment.reader).add(assessment.evaluator).add(std::to_string(assessment.sequence));
    add(assessment.first_scan.text()).add(assessment.last_scan.text()).add(assessment.target);
    add(assessment.non_target).add(assessment.new_lesion).add(assessment.overall).add(assessment.sum_mm);
    for (const auto& [name, value] : assessment.components) add(name).add(value);
    add(assessment.accepted).add(assessment.stored);
  }

 private:
  std::string text_;
};

}  // namespace

std::string content_of(const Fact& fact) {
  ContentText content;
  content.add_kind(fact.payload.index()).add(fact.effective.text()).add(fact.recorded.text()).add(fact.tumor);
  content.add(fact.source.system).add(fact.source.record).add(fact.source.element);
  std::visit([&](const auto& part) { content(part); }, fact.payload);
  content.text("note", fact.note);
  return content.take();
}

}  // namespace restage
