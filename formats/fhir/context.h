// SPDX-License-Identifier: Apache-2.0
#pragma once
// What the parts of the reader share while one patient's resources become a course: the index, the code table,
// the course so far, and small readers of FHIR data types that report what they cannot read.
//
// One CourseContext a patient, used by one thread, short-lived.
#include <map>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "core/course.h"
#include "core/tnm_text.h"
#include "formats/fhir/code_table.h"
#include "formats/fhir/resource.h"

namespace restage::fhir {

class CourseContext {
 public:
  CourseContext(const std::string& file, const ReferenceIndex& index, Course& course, bool& refused);

  const CodeTable& table;
  const ReferenceIndex& index;
  Course& course;
  /// Tumor id by the key of every Condition that describes it.
  std::unordered_map<std::string, std::string> tumor_of_condition;
  /// Conditions that a staging observation names as what it stages.
  std::unordered_set<std::string> staged_conditions;
  /// Symbols y, r, a, m that sibling observations give to a T, N, M or group, by resource key.
  std::unordered_map<std::string, std::string> symbols;

  void issue(IssueCode code, const Resource& resource, std::string_view element, std::string message,
             std::string remedy);
  std::string path(const Resource& resource, std::string_view element) const { return resource.path(file_, element); }
  /// A fact with id, source and clocks of the resource filled in; `part` tells several facts of one apart.
  Fact make_fact(const Resource& resource, std::string_view element, std::string_view part = {});
  void add(Fact fact, Payload payload);

  /// The date in an element; an impossible one is reported and unknown.
  PartialDate date(const Resource& resource, Json value, std::string_view element);
  /// effective[x], performed[x], onset[x] ...: dateTime, then Period start or end, instant.
  PartialDate choice_date(const Resource& resource, std::string_view stem);
  PartialDate choice_end(const Resource& resource, std::string_view stem);

  /// Follows a reference; unresolved ones are reported once.
  const Resource* follow(const Resource& from, Json reference, std::string_view element);
  /// Targets reported so far.
  const std::unordered_set<std::string>& reported() const noexcept { return reported_; }
  /// Tumor the resource is about: its focus, its reason, or the only primary there is.
  std::string tumor_for(const Resource& resource);
  bool only_one_primary() const;
  std::string only_primary() const;

  /// True (and an issue) when the status says that the record must not be used.
  bool is_void(const Resource& resource, std::string_view status);
  /// Codes whose check digit fails are reported, wherever they stand in the resource.
  void check_codes(const Resource& resource);
  /// A length in mm, a mass or a count by UCUM unit; unknown units are reported.
  std::optional<Decimal> length_mm(const Resource& resource, Json quantity, std::string_view element);

 private:
  const std::string& file_;
  bool& refused_;
  void check_codes_in(const Resource& resource, Json value, std::vector<std::string_view>& path);
  std::unordered_set<std::string> reported_;
};

/// References of any resource, in any element, that lead nowhere and were not reported when they were followed: one
/// information a target, in the course of the patient the resource is about.
void report_dangling(const std::string& file, const std::vector<Resource>& resources, const ReferenceIndex& index,
                     std::unordered_set<std::string> reported, std::vector<Course>& courses,
                     std::vector<DataIssue>& elsewhere);

/// Conditions become tumors, metastases, suspicions, symptoms; pre-coordinated and summary stages.
void read_conditions(CourseContext& context, const std::vector<const Resource*>& conditions);
/// Stage, T, N, M observations.
bool read_stage(CourseContext& context, const Resource& observation, const std::vector<Coding>& code);
/// True when a component of the observation is a stage or a category.
bool holds_stage_component(const CodeTable& table, const Resource& observation);
/// The codes of a group say clinical or pathological or neither, never y, r or a; its T and N members do.
void refine_groups_by_members(Course& course);
void collect_symbols(CourseContext& context, const std::vector<const Resource*>& observations);
/// One stated value (codings and text) of a known axis. Used for observations and for Condition.stage.
struct StageValue {
  Axis axis = Axis::Group;
  std::optional<Classification> coded;  ///< what the code or the field says
  std::string system;
  std::string edition;
  std::string symbols;
};
std::optional<StatedCategory> read_stage_value(CourseContext& context, const Resource& resource,
                                               std::string_view element, Json value, const StageValue& given);
/// Findings, labs, disease status, metastases, everything else observed.
bool read_observation(CourseContext& context, const Resource& observation);
/// Surgery, radiation, systemic therapy, biopsies; medications.
bool read_procedure(CourseContext& context, const Resource& procedure);
bool read_medication(CourseContext& context, const Resource& medication);

}  // namespace restage::fhir
