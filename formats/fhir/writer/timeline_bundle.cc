// SPDX-License-Identifier: Apache-2.0
#include "formats/fhir/writer/timeline_bundle.h"

#include <algorithm>
#include <array>

#include "base/json_writer.h"
#include "base/text.h"
#include "formats/fhir/stage_codes.h"
#include "formats/fhir/writer/resource_writer.h"

namespace restage::fhir {
namespace {

using statement::Category;
using statement::Statement;
using statement::TumorTimeline;

constexpr std::string_view kAjcc = "http://cancerstaging.org";
constexpr std::string_view kIcdO = "http://terminology.hl7.org/CodeSystem/icd-o-3";
constexpr std::string_view kNcit = "http://ncicb.nci.nih.gov/xml/owl/EVS/Thesaurus.owl";
constexpr std::string_view kDeviceId = "restage";

enum Part { kGroup, kT, kN, kM };

/// Codes of what is stated: clinical (c, yc), pathological (p, yp), other (r, a). SOURCE: mCODE STU4 staging types.
std::string_view part_code(Part part, Classification classification) {
  static constexpr std::array<std::array<std::string_view, 3>, 4> kCodes = {{{"399537006", "399588009", "399390009"},
                                                                             {"399504009", "384625004", "78873005"},
                                                                             {"399534004", "371494008", "277206009"},
                                                                             {"399387003", "371497001", "277208005"}}};
  const bool clinical =
      classification == Classification::Clinical || classification == Classification::PostTherapyClinical;
  const bool pathological =
      classification == Classification::Pathological || classification == Classification::PostTherapyPathological;
  return kCodes[part][clinical ? 0 : pathological ? 1 : 2];
}

std::string_view profile_of(Part part) {
  static constexpr std::array<std::string_view, 4> kNames = {"tnm-stage-group", "tnm-primary-tumor-category",
                                                             "tnm-regional-nodes-category",
                                                             "tnm-distant-metastases-category"};
  return kNames[part];
}

/// A FHIR id of a source id: its last part, or a hash when it has characters that an id must not have.
std::string resource_id(const std::string& id) {
  const std::string last = id.substr(id.rfind('/') == std::string::npos ? 0 : id.rfind('/') + 1);
  const bool legal = !last.empty() && last.size() <= 64 && std::all_of(last.begin(), last.end(), [](char c) {
    return text::is_digit(c) || text::is_lower(c) || text::is_upper(c) || c == '-' || c == '.';
  });
  return legal ? last : content_id(id);
}

class BundleWriter {
 public:
  BundleWriter(const statement::PatientTimeline& patient, const FhirOptions& options)
      : patient_(patient), options_(options), json_(out_) {
    patient_id_ = patient.course.patient.empty() ? "patient" : resource_id(patient.course.patient);
  }

  std::string write() {
    json_.begin_object().member("resourceType", "Bundle");
    write_.profile("patient-bundle");
    json_.member("type", "collection").member("timestamp", options_.recorded).key("entry").begin_array();
    patient_resource();
    for (const statement::TumorTimeline& tumor : patient_.tumors) {
      condition(tumor);
      const statement::Statement* previous = nullptr;
      for (const statement::Statement& statement : tumor.statements) {
        const bool same_point = previous != nullptr && previous->classification == statement.classification &&
                                previous->date == statement.date && previous->pack_id == statement.pack_id;
        // Of tables that stand under a condition the stated categories are written once; what a table makes of findings
        // is not settled.
        if (!statement.applies_if.empty() && previous != nullptr && !previous->applies_if.empty() &&
            previous->classification == statement.classification && previous->date == statement.date)
          continue;
        assessment(tumor, statement, same_point);
        if (!same_point) previous = &statement;
      }
    }
    for (const Fact& fact : patient_.course.facts) history(fact);
    device();
    json_.end_array().end_object();
    return std::move(out_);
  }

 private:
  void patient_resource() {
    write_.begin_resource("Patient", patient_id_, "cancer-patient");
    write_.identified("urn:restage:patient", patient_.course.patient.empty() ? patient_id_ : patient_.course.patient,
                      patient_id_);
    json_.member("gender", patient_.course.sex.empty() ? std::string("unknown") : patient_.course.sex);
    if (!patient_.course.birth_date.empty()) json_.member("birthDate", patient_.course.birth_date);
    if (patient_.course.death.is_known()) json_.member("deceasedDateTime", patient_.course.death.text());
    write_.end_resource();
  }

  void condition(const statement::TumorTimeline& tumor) {
    const TumorSite& site = tumor.tumor.site;
    write_.begin_resource("Condition", resource_id(tumor.tumor.id), "primary-cancer-condition");
    if (!site.histology.empty()) {
      write_.begin_extension("histology-morphology-behavior");
      write_.concept_of("valueCodeableConcept", kIcdO,
                        site.histology + "/" + (site.behavior.empty() ? "3" : site.behavior));
      write_.end_extension();
    }
    write_.concept_of("clinicalStatus", "http://terminology.hl7.org/CodeSystem/condition-clinical",
                      clinical_status(tumor));
    write_.concept_of("verificationStatus", "http://terminology.hl7.org/CodeSystem/condition-ver-status", "confirmed");
    json_.key("category").begin_array().begin_object().key("coding").begin_array();
    write_.coding("http://terminology.hl7.org/CodeSystem/condition-category", "problem-list-item");
    json_.end_array().end_object().end_array();
    write_.concept_of("code", kSnomed, "363346000", site.text.empty() ? options_.words.tumor(tumor) : site.text);
    if (!site.topography.empty()) body_site(site);
    write_.reference("subject", "Patient/" + patient_id_);
    if (tumor.tumor.diagnosed.is_known()) json_.member("onsetDateTime", tumor.tumor.diagnosed.text());
    stages(tumor);
    write_.end_resource();
  }

  void body_site(const TumorSite& site) {
    json_.key("bodySite").begin_array().begin_object();
    const std::string_view side = site.laterality == "left"        ? "7771000"
                                  : site.laterality == "right"     ? "24028007"
                                  : site.laterality == "bilateral" ? "51440002"
                                                                   : "";
    if (!side.empty()) {
      write_.begin_extension("laterality-qualifier");
      write_.concept_of("valueCodeableConcept", kSnomed, side);
      write_.end_extension();
    }
    json_.key("coding").begin_array();
    write_.coding(kIcdO, site.topography);
    json_.end_array().end_object().end_array();
  }

  /// Remission and relapse move the clinical status of the condition.
  static std::string_view clinical_status(const statement::TumorTimeline& tumor) {
    if (tumor.status.empty()) return "active";
    if (tumor.status.back().state == statement::State::NoEvidenceOfDisease) return "remission";
    return tumor.status.back().state == statement::State::Recurrent ? "relapse" : "active";
  }

  void stages(const statement::TumorTimeline& tumor) {
    const auto grouped = [](const statement::Statement& statement) { return !statement.group.empty(); };
    if (std::none_of(tumor.statements.begin(), tumor.statements.end(), grouped)) return;
    // One entry a staging, each with its assessment; the one at diagnosis comes first and stays.
    const statement::Statement* first = statement::stage_at_diagnosis(tumor);
    json_.key("stage").begin_array();
    if (first != nullptr && grouped(*first)) stage_entry(*first);
    for (const statement::Statement& statement : tumor.statements)
      if (&statement != first && grouped(statement)) stage_entry(statement);
    json_.end_array();
  }

  void stage_entry(const statement::Statement& statement) {
    json_.begin_object().key("summary").begin_object();
    group_codings(statement);
    json_.end_object()
        .key("assessment")
        .begin_array()
        .begin_object()
        .member("reference", "Observation/" + id_of(statement, kGroup))
        .end_object()
        .end_array();
    method("type", statement);
    json_.end_object();
  }

  void method(std::string_view name, const statement::Statement& statement) {
    static constexpr std::pair<std::string_view, std::string_view> kEditions[] = {
        {"6", "444256004"}, {"7", "443830009"}, {"8", "897275008"}, {"9", "1269566009"}};
    json_.key(name).begin_object();
    for (const auto& [edition, code] : kEditions) {
      if (statement.system != "AJCC" || statement.edition != edition) continue;
      json_.key("coding").begin_array();
      write_.coding(kSnomed, code);
      json_.end_array();
    }
    if (statement.system == "UICC" || statement.system == "FIGO") {
      json_.key("coding").begin_array();
      if (statement.system == "UICC")
        write_.coding(kNcit, "C188404");
      else
        write_.coding(kSnomed, "254383006");
      json_.end_array();
    }
    json_.member("text", options_.words.edition(statement)).end_object();
  }

  void value_codings(const std::string& value, std::string_view snomed, std::string_view words,
                     std::string_view system = kAjcc) {
    json_.key("coding").begin_array();
    if (!snomed.empty()) write_.coding(kSnomed, snomed);
    write_.coding(system, value);
    json_.end_array().member("text", words);
  }

  void group_codings(const statement::Statement& statement) {
    const bool ajcc = statement.system == "AJCC" || statement.system.empty();
    const std::string system = ajcc ? std::string(kAjcc)
                               : statement.system == "UICC"
                                   ? "https://www.uicc.org/resources/tnm"
                                   : "urn:restage:staging-system:" + text::to_lower(statement.system);
    value_codings(statement.group, ajcc ? stage_value_code(statement.group) : std::string_view(),
                  "Stage " + statement.group, system);
  }

  std::string id_of(const statement::Statement& statement, Part part) const {
    static constexpr std::string_view kNames[] = {"group", "t", "n", "m"};
    std::string content = statement.id + "|" + statement.date.text() + "|" + options_.words.categories(statement) +
                          "|" + options_.words.group(statement) + "|" + statement.pack_hash + "|" +
                          patient_.course.patient;
    for (const std::string& id : statement.evidence) content += "|" + id;
    return content_id(content) + "-" + std::string(kNames[part]);
  }

  /// What every staging Observation has.
  void begin_observation(const statement::TumorTimeline& tumor, const statement::Statement& statement,
                         const std::string& id, std::string_view profile, std::string_view system,
                         std::string_view code) {
    write_.begin_resource("Observation", id, profile);
    json_.member("status", "final").key("category").begin_array().begin_object().key("coding").begin_array();
    write_.coding("http://terminology.hl7.org/CodeSystem/observation-category", "exam");
    json_.end_array().end_object().end_array();
    write_.concept_of("code", system, code);
    write_.reference("subject", "Patient/" + patient_id_);
    write_.reference_list("focus", "Condition/" + resource_id(tumor.tumor.id));
    write_.date("effectiveDateTime", statement.date);
  }

  void category(const statement::TumorTimeline& tumor, const statement::Statement& statement, Part part,
                const statement::Category& category) {
    begin_observation(tumor, statement, id_of(statement, part), profile_of(part), kSnomed,
                      part_code(part, statement.classification));
    const std::string value = category.prefix + category.value;
    json_.key("valueCodeableConcept").begin_object();
    value_codings(value + category.suffixes, stage_value_code(value), value + category.suffixes);
    json_.end_object();
    method("method", statement);
    write_.end_resource();
  }

  void assessment(const statement::TumorTimeline& tumor, const statement::Statement& statement, bool second_table) {
    const std::pair<Part, const statement::Category*> parts[] = {
        {kT, &statement.t}, {kN, &statement.n}, {kM, &statement.m}};
    std::vector<std::string> targets, members;
    if (!second_table)
      for (const auto& [part, content] : parts) {
        if (content->value.empty() || (!statement.applies_if.empty() && content->basis != statement::Basis::Stated))
          continue;
        category(tumor, statement, part, *content);
        members.push_back("Observation/" + id_of(statement, part));
      }
    if (!statement.group.empty()) {
      const bool tnm = statement.system == "AJCC" || statement.system == "UICC" || statement.system.empty();
      const std::string id = id_of(statement, kGroup);
      if (second_table)
        begin_observation(tumor, statement, id, "cancer-stage", kNcit, "C139446");  // breast prognostic stage
      else if (tnm)
        begin_observation(tumor, statement, id, profile_of(kGroup), kSnomed,
                          part_code(kGroup, statement.classification));
      else
        begin_observation(tumor, statement, id, "cancer-stage", kSnomed, "385361009");  // FIGO stage
      json_.key("valueCodeableConcept").begin_object();
      group_codings(statement);
      json_.end_object();
      method("method", statement);
      const std::string text = options_.words.note(statement);
      if (!text.empty()) write_.note(text);
      if (!members.empty()) {
        json_.key("hasMember").begin_array();
        for (const std::string& member : members) json_.begin_object().member("reference", member).end_object();
        json_.end_array();
      }
      write_.end_resource();
      targets.push_back("Observation/" + id);
    }
    targets.insert(targets.end(), members.begin(), members.end());
    if (!targets.empty()) provenance(statement, targets);
  }

  void provenance(const statement::Statement& statement, const std::vector<std::string>& targets) {
    write_.begin_resource("Provenance", id_of(statement, kGroup).substr(0, 32) + "-provenance", {});
    json_.key("target").begin_array();
    for (const std::string& target : targets) json_.begin_object().member("reference", target).end_object();
    json_.end_array().member("recorded", options_.recorded);
    if (!statement.pack_id.empty())
      json_.key("policy")
          .begin_array()
          .value("urn:restage:pack:" + statement.pack_id + ":" + statement.pack_version +
                 ":sha256:" + statement.pack_hash)
          .end_array();
    json_.key("agent").begin_array().begin_object();
    write_.concept_of("type", "http://terminology.hl7.org/CodeSystem/provenance-participant-type", "assembler");
    write_.reference("who", "Device/" + std::string(kDeviceId));
    json_.end_object().end_array().key("entity").begin_array();
    for (const std::string& id : statement.evidence) entity("source", id);
    for (const statement::UsedRule& rule : statement.rules)
      entity("derivation", rule.pack + " table " + rule.table + " row " + rule.row + " source " + rule.source);
    json_.end_array();
    write_.end_resource();
  }

  void entity(std::string_view role, const std::string& what) {
    json_.begin_object()
        .member("role", role)
        .key("what")
        .begin_object()
        .key("identifier")
        .begin_object()
        .member("system", role == "source" ? "urn:restage:fact" : "urn:restage:rule");
    json_.member("value", what).end_object().member("display", what).end_object().end_object();
  }

  /// The events that stages rest on: treatments, documented states, metastases. Without them a reader of the Bundle
  /// could not tell yp from p, or a recurrence from progression.
  void history(const Fact& fact) {
    if (const auto* treatment = std::get_if<Treatment>(&fact.payload)) {
      if (treatment->kind == Treatment::Kind::Systemic)
        medication(fact, *treatment);
      else if (treatment->kind != Treatment::Kind::Other)
        procedure(fact, *treatment);
    } else if (const auto* event = std::get_if<Event>(&fact.payload)) {
      state(fact, *event);
    } else if (const auto* metastasis = std::get_if<MetastasisFinding>(&fact.payload);
               metastasis != nullptr && metastasis->present) {
      secondary(fact, *metastasis);
    }
  }

  /// Only primaries are written as tumors; a fact of another one names none.
  bool is_written(const std::string& tumor) const {
    return std::any_of(patient_.tumors.begin(), patient_.tumors.end(),
                       [&](const statement::TumorTimeline& written) { return written.tumor.id == tumor; });
  }

  void about_tumor(std::string_view name, const Fact& fact) {
    // What names no tumor is about the only one there is.
    const std::string& tumor =
        fact.tumor.empty() && patient_.tumors.size() == 1 ? patient_.tumors.front().tumor.id : fact.tumor;
    if (is_written(tumor)) write_.reference_list(name, "Condition/" + resource_id(tumor));
  }

  void period(const std::string& stem, const Fact& fact, const PartialDate& end, bool always) {
    if (!end.is_known() && !always) {
      write_.date(stem + "DateTime", fact.effective);
      return;
    }
    json_.key(stem + "Period").begin_object();
    write_.date("start", fact.effective);
    if (end.is_known()) json_.member("end", end.text());
    json_.end_object();
  }

  /// Intent, or where none is stated the timing: the profile has room for one.
  void intent(const Treatment& treatment) {
    static constexpr std::pair<std::string_view, std::string_view> kCodes[] = {
        {"curative", "373808002"},   {"palliative", "363676003"}, {"supportive", "399707004"},
        {"diagnostic", "261004008"}, {"preventive", "129428001"}, {"neoadjuvant", "373847000"},
        {"adjuvant", "373846009"}};
    const std::string name = !treatment.definitive && treatment.intent != "supportive" ? "diagnostic"
                             : treatment.intent.empty()                                ? treatment.timing
                                                                                       : treatment.intent;
    for (const auto& [word, code] : kCodes) {
      if (name != word) continue;
      write_.begin_extension("procedure-intent");
      write_.concept_of("valueCodeableConcept", kSnomed, code);
      write_.end_extension();
    }
  }

  void procedure(const Fact& fact, const Treatment& treatment) {
    const bool surgery = treatment.kind == Treatment::Kind::Surgery;
    write_.begin_resource("Procedure", resource_id(fact.id),
                          surgery ? "cancer-related-surgical-procedure" : "radiotherapy-course-summary");
    intent(treatment);
    json_.member("status", treatment.stopped_early ? "stopped" : "completed");
    write_.concept_of("code", kSnomed, surgery ? "387713003" : "1217123003", treatment.name);
    write_.reference("subject", "Patient/" + patient_id_);
    about_tumor("reasonReference", fact);
    period("performed", fact, treatment.end, !surgery);
    write_.end_resource();
  }

  void medication(const Fact& fact, const Treatment& treatment) {
    write_.begin_resource("MedicationAdministration", resource_id(fact.id), "cancer-related-medication-administration");
    intent(treatment);
    json_.member("status", treatment.stopped_early ? "stopped" : "completed");
    json_.key("medicationCodeableConcept")
        .begin_object()
        .member("text", treatment.name.empty() ? std::string("systemic therapy") : treatment.name)
        .end_object();
    write_.reference("subject", "Patient/" + patient_id_);
    about_tumor("reasonReference", fact);
    period("effective", fact, treatment.end, false);
    write_.end_resource();
  }

  /// A documented state as CancerDiseaseStatus. Its trends have no word for recurrence: worse after a documented
  /// absence of disease says the same.
  void state(const Fact& fact, const Event& event) {
    static constexpr std::pair<Event::Kind, std::string_view> kTrends[] = {
        {Event::Kind::NoEvidenceOfDisease, "103338009"},
        {Event::Kind::Response, "268910001"},
        {Event::Kind::Stable, "359746009"},
        {Event::Kind::Progression, "271299001"},
        {Event::Kind::Recurrence, "271299001"}};
    // A complete response after all treatment is the absence of disease, and is read back as that.
    const Event::Kind shown =
        event.kind == Event::Kind::Response && ends_disease(fact) ? Event::Kind::NoEvidenceOfDisease : event.kind;
    for (const auto& [kind, code] : kTrends) {
      if (shown != kind) continue;
      write_.begin_resource("Observation", resource_id(fact.id), "cancer-disease-status");
      json_.member("status", "final");
      write_.concept_of("code", kLoinc, "97509-4");
      write_.reference("subject", "Patient/" + patient_id_);
      about_tumor("focus", fact);
      write_.date("effectiveDateTime", fact.effective);
      write_.concept_of("valueCodeableConcept", kSnomed, code, event.text);
      write_.end_resource();
    }
  }

  bool ends_disease(const Fact& fact) const {
    for (const statement::TumorTimeline& tumor : patient_.tumors)
      for (const statement::StatusEntry& entry : tumor.status)
        if (entry.state == statement::State::NoEvidenceOfDisease && entry.date == fact.effective &&
            std::find(entry.evidence.begin(), entry.evidence.end(), fact.id) != entry.evidence.end())
          return true;
    return false;
  }

  void secondary(const Fact& fact, const MetastasisFinding& metastasis) {
    // One condition of the input may be tumor and metastasis at once: a metastasis whose primary is not on record.
    write_.begin_resource("Condition", is_written(fact.id) ? content_id(fact.id + "|metastasis") : resource_id(fact.id),
                          "secondary-cancer-condition");
    if (is_written(fact.tumor)) {
      json_.key("extension")
          .begin_array()
          .begin_object()
          .member("url", "http://hl7.org/fhir/StructureDefinition/condition-related");
      write_.reference("valueReference", "Condition/" + resource_id(fact.tumor));
      json_.end_object().end_array();
    }
    write_.concept_of("clinicalStatus", "http://terminology.hl7.org/CodeSystem/condition-clinical", "active");
    write_.concept_of("verificationStatus", "http://terminology.hl7.org/CodeSystem/condition-ver-status", "confirmed");
    json_.key("category").begin_array().begin_object().key("coding").begin_array();
    write_.coding("http://terminology.hl7.org/CodeSystem/condition-category", "problem-list-item");
    json_.end_array().end_object().end_array();
    write_.concept_of("code", kSnomed, "128462008",
                      "metastasis" + (metastasis.organ.empty() ? std::string() : ": " + metastasis.organ));
    if (const std::string_view organ = organ_code(metastasis.organ); !organ.empty()) {
      json_.key("bodySite").begin_array().begin_object().key("coding").begin_array();
      write_.coding(kSnomed, organ);
      json_.end_array().end_object().end_array();
    }
    write_.reference("subject", "Patient/" + patient_id_);
    if (fact.effective.is_known()) json_.member("onsetDateTime", fact.effective.text());
    write_.end_resource();
  }

  void device() {
    write_.begin_resource("Device", std::string(kDeviceId), {});
    json_.key("deviceName")
        .begin_array()
        .begin_object()
        .member("name", "Restage")
        .member("type", "manufacturer-name")
        .end_object()
        .end_array();
    json_.key("version").begin_array().begin_object().member("value", options_.version).end_object().end_array();
    json_.key("type")
        .begin_object()
        .member("text", "staging engine; decision support whose basis can be inspected, not a medical device")
        .end_object();
    write_.end_resource();
  }

  const statement::PatientTimeline& patient_;
  const FhirOptions& options_;
  std::string patient_id_;
  std::string out_;
  JsonWriter json_;
  ResourceWriter write_{json_};
};

}  // namespace

std::string fhir_bundle(const statement::PatientTimeline& patient, const FhirOptions& options) {
  return BundleWriter(patient, options).write();
}

}  // namespace restage::fhir
