// SPDX-License-Identifier: Apache-2.0
// Procedures and medications as treatments, and biopsies as what they are: not definitive.
#include "formats/fhir/context.h"

#include "base/text.h"

namespace restage::fhir {
namespace {

bool has_profile(const Resource& resource, std::string_view part) {
  bool found = false;
  resource.body["meta"]["profile"].each(
      [&](Json profile) { found = found || profile.text().find(part) != std::string_view::npos; });
  return found;
}

void read_intent(CourseContext& context, const Resource& resource, Treatment& treatment) {
  const auto use = [&](Json value) {
    const CodeRow* row = context.table.find(CodeKind::Intent, context.table.codings(value));
    if (row == nullptr) return;
    if (row->value == "neoadjuvant" || row->value == "adjuvant")
      treatment.timing = row->value;
    else
      treatment.intent = row->value;
  };
  resource.body["extension"].each([&](Json extension) {
    const std::string_view url = extension["url"].text();
    if (url.ends_with("procedure-intent") || url.ends_with("treatment-intent") || url.ends_with("intention"))
      use(extension["valueCodeableConcept"]);
  });
  use(resource.body["category"].first());
}

Treatment::Kind kind_of(std::string_view name) {
  if (name == "surgery") return Treatment::Kind::Surgery;
  if (name == "radiation") return Treatment::Kind::Radiation;
  return name == "systemic" ? Treatment::Kind::Systemic : Treatment::Kind::Other;
}

void add_treatment(CourseContext& context, const Resource& resource, Treatment treatment, std::string_view stem,
                   std::string_view part = {}) {
  Fact fact = context.make_fact(resource, "code", part);
  fact.tumor = context.tumor_for(resource);
  fact.effective = context.choice_date(resource, stem);
  treatment.end = context.choice_end(resource, stem);
  context.add(std::move(fact), std::move(treatment));
}

std::string treated_site(CourseContext& context, const Resource& resource) {
  const Json site = resource.body["bodySite"].first();
  if (!site) return {};
  const CodeRow* row = context.table.find(CodeKind::Site, context.table.codings(site));
  return row != nullptr ? std::string(row->value) : concept_text(site);
}

/// The medication as a concept: in place, contained, or another resource.
Json medication_concept(CourseContext& context, const Resource& resource) {
  if (const Json direct = resource.body["medicationCodeableConcept"]) return direct;
  const Json reference = resource.body["medicationReference"];
  if (const Json inside = ReferenceIndex::contained(resource, reference["reference"].text())) return inside["code"];
  const Resource* target = context.follow(resource, reference, "medicationReference");
  return target == nullptr ? Json() : target->body["code"];
}

const CodeRow* agent_row(CourseContext& context, Json medication) {
  const std::vector<Coding> codings = context.table.codings(medication);
  if (const CodeRow* row = context.table.find(CodeKind::Agent, codings)) return row;
  for (const Coding& coding : codings)
    if (const CodeRow* row = context.table.find_agent(coding.display)) return row;
  return context.table.find_agent(medication["text"].text());
}

}  // namespace

bool read_procedure(CourseContext& context, const Resource& procedure) {
  const Json body = procedure.body;
  const std::vector<Coding> codings = context.table.codings(body["code"]);
  const CodeRow* row = context.table.find(CodeKind::Procedure, codings);
  const bool surgical = has_profile(procedure, "surgical-procedure");
  const bool radiation =
      has_profile(procedure, "radiotherapy-course-summary") || has_profile(procedure, "radiation-procedure");
  if (row == nullptr && !surgical && !radiation) {
    // The German module names systemic therapies by the category alone.
    row = context.table.find(CodeKind::Procedure, context.table.codings(body["category"].first()));
    if (row == nullptr) return false;
  }
  if (row != nullptr && row->value == "part") return false;  // phases and plans repeat their course
  if (context.is_void(procedure, body["status"].text())) return false;
  const std::string_view status = body["status"].text();
  if (status == "preparation" || status == "on-hold") {
    context.issue(IssueCode::StatusIgnored, procedure, "status",
                  "the procedure is only planned, so it is not a treatment yet", "nothing, if that is meant");
    return false;
  }
  Treatment treatment;
  treatment.name = concept_text(body["code"]);
  if (treatment.name.empty()) treatment.name = concept_text(body["category"].first());
  treatment.kind = row != nullptr ? kind_of(row->value)
                   : surgical     ? Treatment::Kind::Surgery
                                  : Treatment::Kind::Radiation;
  treatment.definitive = row == nullptr || row->detail != "no";
  treatment.site = treated_site(context, procedure);
  treatment.stopped_early =
      status == "stopped" ||
      context.table.find(CodeKind::Stopped, context.table.codings(body["statusReason"])) != nullptr;
  read_intent(context, procedure, treatment);
  const bool diagnostic = row != nullptr && (row->value == "biopsy" || row->value == "imaging" ||
                                             row->value == "endoscopy" || row->value == "exam");
  if (diagnostic && treatment.intent.empty()) treatment.intent = "diagnostic";
  if (treatment.intent == "diagnostic") treatment.definitive = false;
  if (row != nullptr && row->value == "chemoradiation") {
    treatment.kind = Treatment::Kind::Systemic;
    add_treatment(context, procedure, treatment, "performed", "systemic");
    treatment.kind = Treatment::Kind::Radiation;
    add_treatment(context, procedure, std::move(treatment), "performed", "radiation");
    return true;
  }
  add_treatment(context, procedure, std::move(treatment), "performed");
  return true;
}

bool read_medication(CourseContext& context, const Resource& medication) {
  const Json body = medication.body;
  const Json what = medication_concept(context, medication);
  const CodeRow* agent = agent_row(context, what);
  const bool profiled = has_profile(medication, "cancer-related-medication");
  if (agent == nullptr && !profiled) return false;
  if (agent != nullptr && agent->value != "antineoplastic" && !profiled) return false;
  const std::string_view status = body["status"].text();
  if (context.is_void(medication, status)) return false;
  const std::string_view intent = body["intent"].text();
  const bool planned =
      intent == "proposal" || intent == "plan" || status == "intended" || status == "on-hold" || status == "not-taken";
  if (planned) {
    context.issue(IssueCode::StatusIgnored, medication, "status",
                  "the medication is planned or was not taken, so it is not a treatment", "nothing, if that is meant");
    return false;
  }
  Treatment treatment;
  treatment.kind = Treatment::Kind::Systemic;
  treatment.name = concept_text(what);
  if (context.table.find(CodeKind::Absent, context.table.codings(what))) return false;
  treatment.stopped_early =
      status == "stopped" ||
      context.table.find(CodeKind::Stopped, context.table.codings(body["statusReason"].first())) != nullptr;
  read_intent(context, medication, treatment);
  if (treatment.intent == "supportive" || (agent != nullptr && agent->value == "supportive"))
    treatment.definitive = false;
  if (agent != nullptr && agent->value == "supportive" && treatment.intent.empty()) treatment.intent = "supportive";
  Fact fact = context.make_fact(medication, "medication");
  fact.tumor = context.tumor_for(medication);
  fact.recorded = context.date(medication, body["authoredOn"], "authoredOn");
  if (!fact.recorded.is_known()) fact.recorded = context.date(medication, body["dateAsserted"], "dateAsserted");
  if (medication.type == "MedicationRequest") {
    const Json bounds = body["dosageInstruction"].first()["timing"]["repeat"]["boundsPeriod"];
    fact.effective = context.date(medication, bounds["start"], "dosageInstruction.timing");
    treatment.end = context.date(medication, bounds["end"], "dosageInstruction.timing");
    if (!fact.effective.is_known()) fact.effective = fact.recorded;
  } else {
    fact.effective = context.choice_date(medication, "effective");
    treatment.end = context.choice_end(medication, "effective");
  }
  context.add(std::move(fact), std::move(treatment));
  return true;
}

}  // namespace restage::fhir
