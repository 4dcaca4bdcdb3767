// SPDX-License-Identifier: Apache-2.0
#pragma once
// Course: everything known of one patient, with its tumors. Readers build courses; merge_courses joins what
// several files say about one patient; sort_course puts facts in their one canonical order, so that the same
// facts in any arrival order are the same course.
#include <string>
#include <vector>

#include "core/data_issue.h"
#include "core/fact.h"

namespace restage {

/// What a tumor is and where: ICD-O-3.
struct TumorSite {
  std::string topography;  ///< "C50.4", "C50" or empty
  std::string histology;   ///< four digits or empty
  std::string behavior;    ///< one digit or empty
  std::string laterality;  ///< left, right, bilateral, midline or empty
  std::string text;        ///< the source's wording, for display
  std::string category;    ///< "breast", "lung" ...: a site id when only a general term was coded; may be empty
};

struct Tumor {
  std::string id;
  TumorSite site;
  PartialDate diagnosed;
  bool secondary = false;  ///< a record of a metastasis, not a primary
  Source source;
};

/// What a study or a run lays down for one subject.
struct StudyTerms {
  PartialDate reference_date;   ///< randomization
  PartialDate treatment_start;  ///< of the treatment under study
  PartialDate data_cut;
  std::vector<PartialDate> therapy_starts;  ///< of new anticancer therapy
  NamedValues policy;                       ///< choices of a response criterion
  NamedValues facts;                        ///< of the whole course: upper limits, pathology after surgery ...

  friend bool operator==(const StudyTerms&, const StudyTerms&) = default;
};

struct Course {
  std::string patient;
  std::string birth_date;  ///< as precise as known, ISO 8601; never logged
  std::string sex;         ///< male, female, other or empty
  PartialDate death;
  StudyTerms study;
  std::vector<Tumor> tumors;
  std::vector<Fact> facts;
  std::vector<DataIssue> issues;
};

/// Canonical order: effective date, kind, id. Stable under any arrival order.
void sort_course(Course& course);

/// Joins courses of one patient. Same id and equal content (core/fact_content.h): one fact; same id, other
/// content: all kept, each as `id~<8 digits of its content hash>`, with a DuplicateId issue. Tumors are joined
/// by id, the more precise value of each field standing. The result does not depend on the order of joining.
void merge_course(Course& into, Course&& more);

/// Joins a list by patient id; courses without a patient id stay apart. Result sorted by patient id.
std::vector<Course> merge_courses(std::vector<Course> courses);

}  // namespace restage
