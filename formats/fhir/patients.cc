// SPDX-License-Identifier: Apache-2.0
#include "formats/fhir/patients.h"

#include <algorithm>
#include <map>

#include "formats/fhir/context.h"

namespace restage::fhir {
namespace {

/// What one patient's resources are, by what reads them.
struct PatientRecords {
  const Resource* patient = nullptr;
  const Resource* unresolved_subject = nullptr;  ///< first resource whose subject is not in the input
  std::vector<const Resource*> conditions, observations, procedures, medications;
};

enum class Shelf { None, Patient, Condition, Observation, Procedure, Medication };

Shelf shelf_of(std::string_view type) {
  if (type == "Observation") return Shelf::Observation;
  if (type == "Condition") return Shelf::Condition;
  if (type == "Procedure") return Shelf::Procedure;
  if (type == "MedicationAdministration" || type == "MedicationRequest" || type == "MedicationStatement")
    return Shelf::Medication;
  return type == "Patient" ? Shelf::Patient : Shelf::None;
}

/// The patient a resource is about: the id of the resource found, or what the reference ends in.
std::string subject_of(const Resource& resource, const ReferenceIndex& index, bool& resolved) {
  resolved = true;
  std::string_view reference = resource.body["subject"]["reference"].text();
  if (reference.empty()) reference = resource.inherited_subject;
  if (reference.empty()) return {};
  if (const Resource* found = index.find(reference))
    return found->type == "Patient" ? patient_id(*found) : std::string();
  const Json inside = ReferenceIndex::contained(resource, reference);
  if (inside) return std::string(inside["id"].text());
  resolved = false;
  return std::string(id_in(reference));
}

void read_patient(CourseContext& context, const Resource& patient) {
  Course& course = context.course;
  course.birth_date = context.date(patient, patient.body["birthDate"], "birthDate").text();
  const std::string_view gender = patient.body["gender"].text();
  if (gender == "male" || gender == "female" || gender == "other") course.sex = gender;
  if (patient.body["deceasedDateTime"])
    course.death = context.date(patient, patient.body["deceasedDateTime"], "deceasedDateTime");
  if (!course.death.is_known() && !patient.body["deceasedBoolean"].flag().value_or(false)) return;
  Fact fact = context.make_fact(patient, "deceased", "death");
  fact.effective = course.death;
  context.add(std::move(fact), Event{Event::Kind::Death, {}, {}, {}, false});
}

Course read_course(const std::string& file, const std::string& id, const PatientRecords& records,
                   const ReferenceIndex& index, const std::unordered_set<std::string_view>& clashing,
                   std::unordered_set<std::string>& reported, ReadResult& result) {
  Course course;
  course.patient = id;
  CourseContext context(file, index, course, result.refused);
  if (records.patient != nullptr) {
    ++result.records_used;
    read_patient(context, *records.patient);
  } else if (id.empty()) {
    course.issues.push_back(
        make_issue(IssueCode::SubjectUnknown, file,
                   "some resources name no patient; they are kept together as a course of their own",
                   "send the subject of every resource"));
  } else if (records.unresolved_subject != nullptr) {
    context.issue(IssueCode::ReferenceUnresolved, *records.unresolved_subject, "subject",
                  "the patient is not in the input", "send the Patient resource as well");
    reported.emplace(records.unresolved_subject->body["subject"]["reference"].text());
  }
  for (const auto* list : {&records.conditions, &records.observations, &records.procedures, &records.medications})
    for (const Resource* resource : *list) {
      context.check_codes(*resource);
      if (clashing.contains(resource->key))
        context.issue(IssueCode::DuplicateId, *resource, {}, "different records carry this identifier; all are kept",
                      "give every record its own identifier");
    }
  for (const Resource* observation : records.observations) {
    if (context.table.find(CodeKind::Stage, context.table.codings(observation->body["code"])) == nullptr) continue;
    observation->body["focus"].each([&](Json focus) {
      if (const Resource* staged = index.find_from(*observation, focus["reference"].text());
          staged != nullptr && staged->type == "Condition")
        context.staged_conditions.insert(staged->key);
    });
  }
  read_conditions(context, records.conditions);
  collect_symbols(context, records.observations);
  const std::size_t before = course.facts.size() + course.tumors.size();
  result.records_used += std::min(before, records.conditions.size());
  for (const Resource* observation : records.observations)
    result.records_used += read_observation(context, *observation) ? 1 : 0;
  refine_groups_by_members(course);
  for (const Resource* procedure : records.procedures)
    result.records_used += read_procedure(context, *procedure) ? 1 : 0;
  for (const Resource* medication : records.medications)
    result.records_used += read_medication(context, *medication) ? 1 : 0;
  reported.insert(context.reported().begin(), context.reported().end());
  return course;
}

/// Keys of different resources under one identifier, whether or not anything can be read from them. A copy is no clash.
std::unordered_set<std::string_view> clashing_keys(const std::vector<Resource>& resources) {
  std::unordered_map<std::string_view, const Resource*> first;
  std::unordered_set<std::string_view> clashing;
  for (const Resource& resource : resources) {
    const auto [known, fresh] = first.emplace(resource.key, &resource);
    if (!fresh && resource.body.compact() != known->second->body.compact()) clashing.insert(resource.key);
  }
  return clashing;
}

/// Puts each resource to its patient.
std::map<std::string, PatientRecords> by_patient(const std::vector<Resource>& resources, const ReferenceIndex& index) {
  std::map<std::string, PatientRecords> patients;
  for (const Resource& resource : resources) {
    const Shelf shelf = shelf_of(resource.type);
    if (shelf == Shelf::None) continue;
    if (shelf == Shelf::Patient) {
      patients[patient_id(resource)].patient = &resource;
      continue;
    }
    bool resolved = true;
    PatientRecords& records = patients[subject_of(resource, index, resolved)];
    if (!resolved && records.unresolved_subject == nullptr) records.unresolved_subject = &resource;
    auto& list = shelf == Shelf::Condition     ? records.conditions
                 : shelf == Shelf::Observation ? records.observations
                 : shelf == Shelf::Procedure   ? records.procedures
                                               : records.medications;
    list.push_back(&resource);
  }
  return patients;
}

}  // namespace

std::string patient_id(const Resource& patient) { return patient.key.substr(patient.key.find('/') + 1); }

std::string_view id_in(std::string_view reference) {
  const std::size_t cut = reference.find_last_of(":/");
  return cut == std::string_view::npos ? reference : reference.substr(cut + 1);
}

bool gives_facts(const Resource& resource) { return shelf_of(resource.type) != Shelf::None; }

std::vector<Course> read_patients(const std::string& file, const std::vector<Resource>& resources,
                                  const ReferenceIndex& index, bool alone, ReadResult& result) {
  const std::unordered_set<std::string_view> clashing = clashing_keys(resources);
  std::vector<Course> courses;
  std::unordered_set<std::string> reported;
  for (const auto& [id, records] : by_patient(resources, index))
    courses.push_back(read_course(file, id, records, index, clashing, reported, result));
  if (!alone) report_dangling(file, resources, index, std::move(reported), courses, result.issues);
  return merge_courses(std::move(courses));
}

}  // namespace restage::fhir
