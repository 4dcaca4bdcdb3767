// SPDX-License-Identifier: Apache-2.0
#include "report/json/course_json.h"

#include <array>

#include "base/json_writer.h"

namespace restage::report {
namespace {

constexpr std::array<std::string_view, 8> kPayloads = {"finding", "lesion", "lab",     "treatment",
                                                       "stated",  "event",  "symptom", "metastasis"};
constexpr std::array<std::string_view, 4> kTreatments = {"surgery", "radiation", "systemic", "other"};
constexpr std::array<std::string_view, 9> kEvents = {
    "no-evidence-of-disease", "recurrence", "progression", "response", "stable", "death",
    "last-contact",           "diagnosis",  "suspicion"};
constexpr std::array<std::string_view, 6> kStates = {"measured",     "absent",        "too-small",
                                                     "not-assessed", "not-evaluable", "merged"};

/// Writes the members of a payload; empty texts are left out.
class PayloadWriter {
 public:
  explicit PayloadWriter(JsonWriter& writer) : writer_(writer) {}

  void operator()(const Finding& finding) {
    text("name", finding.name).number("number", finding.number).text("text", finding.text);
    if (finding.is_set) list("members", finding.members);
    if (finding.method != Method::Unknown) text("method", to_string(finding.method));
    text("modality", finding.modality)
        .text("lesion", finding.lesion)
        .text("specimen", finding.specimen)
        .text("organ", finding.organ);
  }
  void operator()(const LesionMeasurement& lesion) {
    text("lesion", lesion.lesion)
        .text("organ", lesion.organ)
        .text("state", kStates[static_cast<std::size_t>(lesion.state)]);
    flag("node", lesion.node)
        .flag("primary", lesion.primary)
        .number("long_mm", lesion.long_mm)
        .number("short_mm", lesion.short_mm);
    text("modality", lesion.modality).text("role", lesion.role).text("reader", lesion.reader);
  }
  void operator()(const LabValue& lab) {
    text("analyte", lab.analyte)
        .number("value", lab.value)
        .text("unit", lab.unit)
        .number("upper_limit", lab.upper_limit)
        .text("text", lab.text);
  }
  void operator()(const Treatment& treatment) {
    text("kind", kTreatments[static_cast<std::size_t>(treatment.kind)])
        .text("name", treatment.name)
        .text("intent", treatment.intent);
    text("site", treatment.site).text("end", treatment.end.text()).text("timing", treatment.timing);
    writer_.member("definitive", treatment.definitive);
    flag("stopped_early", treatment.stopped_early);
  }
  void operator()(const StatedCategory& stated) {
    text("axis", to_string(stated.axis)).text("value", stated.value).text("suffixes", stated.suffixes);
    if (stated.classification) text("classification", to_string(*stated.classification));
    text("classification_basis", stated.classification_basis)
        .text("system", stated.system)
        .text("edition", stated.edition);
    text("original", stated.original);
    if (!stated.members.empty()) list("members", stated.members);
    flag("from_summary", stated.from_summary).text("summary_of", stated.summary_of);
  }
  void operator()(const Event& event) {
    text("kind", kEvents[static_cast<std::size_t>(event.kind)])
        .text("extent", event.extent)
        .text("organ", event.organ)
        .text("text", event.text);
    flag("tissue_proven", event.tissue_proven);
  }
  void operator()(const Symptom& symptom) {
    text("name", symptom.name)
        .text("site", symptom.site)
        .text("severity", symptom.severity)
        .flag("patient_reported", symptom.patient_reported);
  }
  void operator()(const MetastasisFinding& metastasis) {
    text("organ", metastasis.organ);
    writer_.member("present", metastasis.present);
    if (metastasis.method != Method::Unknown) text("method", to_string(metastasis.method));
  }

 private:
  PayloadWriter& text(std::string_view name, std::string_view value) {
    if (!value.empty()) writer_.member(name, value);
    return *this;
  }
  PayloadWriter& number(std::string_view name, const std::optional<Decimal>& value) {
    if (value) writer_.member(name, *value);
    return *this;
  }
  PayloadWriter& flag(std::string_view name, bool value) {
    if (value) writer_.member(name, value);
    return *this;
  }
  void list(std::string_view name, const std::vector<std::string>& values) {
    writer_.key(name).begin_array();
    for (const std::string& value : values) writer_.value(value);
    writer_.end_array();
  }
  JsonWriter& writer_;
};

void write_tumor(JsonWriter& writer, const Tumor& tumor) {
  writer.begin_object().member("id", tumor.id);
  writer.member_or_null("topography", tumor.site.topography).member_or_null("histology", tumor.site.histology);
  writer.member_or_null("behavior", tumor.site.behavior).member_or_null("laterality", tumor.site.laterality);
  writer.member_or_null("category", tumor.site.category).member_or_null("text", tumor.site.text);
  writer.member_or_null("diagnosed", tumor.diagnosed.text()).member("secondary", tumor.secondary).end_object();
}

}  // namespace

std::string course_json(const Course& course, int indent) {
  std::string out;
  JsonWriter writer(out, indent);
  writer.begin_object()
      .member_or_null("patient", course.patient)
      .member_or_null("sex", course.sex)
      .member_or_null("birth_date", course.birth_date);
  writer.member_or_null("death", course.death.text());
  writer.key("tumors").begin_array();
  for (const Tumor& tumor : course.tumors) write_tumor(writer, tumor);
  writer.end_array().key("facts").begin_array();
  for (const Fact& fact : course.facts) {
    writer.begin_object()
        .member("id", fact.id)
        .member_or_null("tumor", fact.tumor)
        .member_or_null("effective", fact.effective.text());
    if (fact.recorded.is_known()) writer.member("recorded", fact.recorded.text());
    writer.key(kPayloads[fact.payload.index()]).begin_object();
    std::visit(PayloadWriter(writer), fact.payload);
    writer.end_object();
    writer.key("source")
        .begin_object()
        .member("file", fact.source.file)
        .member("record", fact.source.record)
        .member("element", fact.source.element);
    writer.end_object().end_object();
  }
  writer.end_array().key("data_issues").begin_array();
  for (const DataIssue& issue : course.issues) {
    writer.begin_object()
        .member("code", to_string(issue.code))
        .member("severity", to_string(issue.severity))
        .member("path", issue.path);
    writer.member("message", issue.message).member("remedy", issue.remedy).end_object();
  }
  writer.end_array().end_object();
  return out;
}

}  // namespace restage::report
