// SPDX-License-Identifier: Apache-2.0
#include "formats/fhir/writer/response_bundle.h"

#include <set>

#include "base/json_writer.h"
#include "base/text.h"
#include "formats/fhir/writer/resource_writer.h"

namespace restage::fhir {

using statement::ResponseKind;
namespace {

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
  static std::string patient_id(const std::string& subject) { return content_id("patient " + subject); }

  void coding(std::string_view system, const CodeAndName& code) { write_.coding(system, code.code, code.name); }

  // Readers of one subject share its Patient.
  void patient(const std::string& subject) {
    if (!patients_.insert(subject).second) return;
    const std::string id = patient_id(subject);
    write_.begin_resource("Patient", id, "cancer-patient");
    write_.identified("urn:restage:subject", subject, subject);
    json_.member("gender", "unknown");
    write_.end_resource();
  }

  void observation(const statement::ResponseResult& result, const statement::VisitResult& visit, std::size_t number) {
    const std::string content = result.subject + "|" + result.reader + "|" + criterion_.id + "|" +
                                criterion_.content_hash + "|" + visit.id + "|" + visit.date.text() + "|" +
                                visit.overall + "|" + std::to_string(number);
    write_.begin_resource("Observation", content_id(content), "cancer-disease-status");
    if (const CodeAndName evidence = evidence_of(visit, criterion_); !evidence.code.empty()) {
      write_.begin_extension("cancer-disease-status-evidence-type");
      json_.key("valueCodeableConcept").begin_object().key("coding").begin_array();
      coding(kSnomed, evidence);
      json_.end_array().end_object();
      write_.end_extension();
    }
    json_.member("status", "final").key("code").begin_object().key("coding").begin_array();
    coding(kLoinc, {"97509-4", "Cancer disease progression"});
    json_.end_array().end_object();
    write_.reference("subject", "Patient/" + patient_id(result.subject));
    write_.date("effectiveDateTime", visit.date);
    value(visit);
    note(result, visit);
    write_.end_resource();
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
    write_.note(words);
  }

  const CriterionFacts& criterion_;
  std::string out_;
  JsonWriter json_;
  ResourceWriter write_{json_};
  std::set<std::string> patients_;
};

}  // namespace

std::string response_bundle(const std::vector<statement::ResponseResult>& results, const CriterionFacts& criterion) {
  return BundleWriter(criterion).write(results);
}

}  // namespace restage::fhir
