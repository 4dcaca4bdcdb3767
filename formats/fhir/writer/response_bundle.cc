// SPDX-License-Identifier: Apache-2.0
#include "formats/fhir/writer/response_bundle.h"

#include <set>

#include "base/json_writer.h"
#include "base/sha256.h"
#include "base/text.h"

namespace restage::fhir {

using statement::ResponseKind;
namespace {

constexpr std::string_view kSnomed = "http://snomed.info/sct";
constexpr std::string_view kLoinc = "http://loinc.org";
constexpr std::string_view kProfiles = "http://hl7.org/fhir/us/mcode/StructureDefinition/mcode-";

struct CodeAndName {
  std::string_view code;
  std::string_view name;
};

// A progression that waits for confirmation is neither stable nor worsened yet.
CodeAndName status_of(ResponseKind kind) noexcept {
  switch (kind) {
    case ResponseKind::Complete:
    case ResponseKind::Partial:
    case ResponseKind::Minor:
      return {"268910001", "Patient's condition improved"};
    case ResponseKind::Stable:
    case ResponseKind::NonCompleteNonProgressive:
    case ResponseKind::NoDisease:
      return {"359746009", "Patient's condition stable"};
    case ResponseKind::Progression:
      return {"271299001", "Patient's condition worsened"};
    case ResponseKind::Unconfirmed:
    case ResponseKind::NotEvaluable:
      break;
  }
  return {"709137006", "Patient condition undetermined"};
}

CodeAndName recist_answer(std::string_view response) noexcept {
  if (response == "CR") return {"LA28366-5", "Complete response"};
  if (response == "PR") return {"LA28369-9", "Partial response"};
  if (response == "SD") return {"LA28371-5", "Stable disease"};
  if (response == "PD") return {"LA28370-7", "Progressive disease"};
  return {};
}

// Sizes and uptake come from images, CA-125 from blood; of a stated call nobody knows where it came from.
CodeAndName evidence_of(const statement::VisitResult& visit, const CriterionFacts& criterion) noexcept {
  if (criterion.measure == "ca125" && visit.target.empty()) return {"250724005", "Tumor marker measurement"};
  if (visit.sum) return {"363679005", "Imaging"};
  return {};
}

class BundleWriter {
 public:
  explicit BundleWriter(const CriterionFacts& criterion) : criterion_(criterion), json_(out_) {}

  std::string write(const std::vector<statement::ResponseResult>& results) {
    json_.begin_object().member("resourceType", "Bundle").member("type", "collection").key("entry").begin_array();
    for (const statement::ResponseResult& result : results) {
      patient(result.subject);
      std::size_t number = 0;
      for (const statement::VisitResult& visit : result.visits)
        if (!visit.overall.empty()) observation(result, visit, number++);
    }
    json_.end_array().end_object();
    return std::move(out_);
  }

 private:
  static std::string patient_id(const std::string& subject) { return sha256_hex("patient " + subject).substr(0, 32); }

  void begin_resource(std::string_view type, const std::string& id, std::string_view profile) {
    json_.begin_object()
        .member("fullUrl", "https://restage.invalid/fhir/" + std::string(type) + "/" + id)
        .key("resource")
        .begin_object();
    json_.member("resourceType", type).member("id", id);
    json_.key("meta")
        .begin_object()
        .key("profile")
        .begin_array()
        .value(std::string(kProfiles) + std::string(profile))
        .end_array()
        .end_object();
  }

  void coding(std::string_view system, const CodeAndName& code) {
    json_.begin_object().member("system", system).member("code", code.code).member("display", code.name).end_object();
  }

  // Readers of one subject share its Patient.
  void patient(const std::string& subject) {
    if (!patients_.insert(subject).second) return;
    const std::string id = patient_id(subject);
    begin_resource("Patient", id, "cancer-patient");
    json_.key("identifier")
        .begin_array()
        .begin_object()
        .member("system", "urn:restage:subject")
        .member("value", subject)
        .end_object()
        .end_array();
    json_.key("name").begin_array().begin_object().member("text", subject).end_object().end_array();
    json_.member("gender", "unknown");
    json_.end_object().end_object();
  }

  void observation(const statement::ResponseResult& result, const statement::VisitResult& visit, std::size_t number) {
    const std::string content = result.subject + "|" + result.reader + "|" + criterion_.id + "|" +
                                criterion_.content_hash + "|" + visit.id + "|" + visit.date.text() + "|" +
                                visit.overall + "|" + std::to_string(number);
    begin_resource("Observation", sha256_hex(content).substr(0, 32), "cancer-disease-status");
    if (const CodeAndName evidence = evidence_of(visit, criterion_); !evidence.code.empty()) {
      json_.key("extension")
          .begin_array()
          .begin_object()
          .member("url", std::string(kProfiles) + "cancer-disease-status-evidence-type");
      json_.key("valueCodeableConcept").begin_object().key("coding").begin_array();
      coding(kSnomed, evidence);
      json_.end_array().end_object().end_object().end_array();
    }
    json_.member("status", "final").key("code").begin_object().key("coding").begin_array();
    coding(kLoinc, {"97509-4", "Cancer disease progression"});
    json_.end_array().end_object();
    json_.key("subject").begin_object().member("reference", "Patient/" + patient_id(result.subject)).end_object();
    effective(visit);
    value(visit);
    note(result, visit);
    json_.end_object().end_object();
  }

  void effective(const statement::VisitResult& visit) {
    if (visit.date.is_known()) {
      json_.member("effectiveDateTime", visit.date.text());
      return;
    }
    json_.key("_effectiveDateTime").begin_object().key("extension").begin_array().begin_object();
    json_.member("url", "http://hl7.org/fhir/StructureDefinition/data-absent-reason").member("valueCode", "unknown");
    json_.end_object().end_array().end_object();
  }

  void value(const statement::VisitResult& visit) {
    json_.key("valueCodeableConcept").begin_object().key("coding").begin_array();
    coding(kSnomed, status_of(criterion_.kind_of(visit.overall).value_or(ResponseKind::NotEvaluable)));
    // The answer list is of RECIST alone: the PR of another criterion is another thing.
    if (criterion_.id == "recist-1.1")
      if (const CodeAndName answer = recist_answer(visit.overall); !answer.code.empty()) coding(kLoinc, answer);
    json_.end_array().member("text", criterion_.id + ": " + visit.overall).end_object();
  }

  void note(const statement::ResponseResult& result, const statement::VisitResult& visit) {
    std::string words = "visit " + visit.id + "; " + criterion_.id + " " + criterion_.version;
    if (!result.reader.empty()) words += "; reader " + result.reader;
    if (!visit.rules.empty()) words += "; rules " + text::join(visit.rules, ", ");
    json_.key("note").begin_array().begin_object().member("text", words).end_object().end_array();
  }

  const CriterionFacts& criterion_;
  std::string out_;
  JsonWriter json_;
  std::set<std::string> patients_;
};

}  // namespace

std::string response_bundle(const std::vector<statement::ResponseResult>& results, const CriterionFacts& criterion) {
  return BundleWriter(criterion).write(results);
}

}  // namespace restage::fhir
