// SPDX-License-Identifier: Apache-2.0
#pragma once
// CourseDraft: the course of one subject while the rows of its tables come in.
//
// Rows of one lesion, visit and reader are one measurement; it becomes a fact when all rows are there. Ids of facts
// are unique in the course and made of the keys of their rows. One draft a subject, used by one thread.
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <tuple>
#include <vector>

#include "core/course.h"
#include "core/response_subject.h"
#include "formats/sdtm/table.h"

namespace restage::sdtm {

class CourseDraft {
 public:
  struct Lesion {
    ResponseLesion::Role role = ResponseLesion::Role::Unstated;
    std::string organ;
    std::string method;
  };
  /// What the rows of one lesion, visit and reader say.
  struct Reading {
    ResponseMeasurement measurement;
    PartialDate date;  ///< an exact date wins over a partial one; else the first stands
    std::string file;
    std::vector<std::string> lines;
    void note(const Table& table, const PartialDate& day);
  };

  explicit CourseDraft(std::string_view patient) { course.patient = patient; }

  Course course;

  Lesion& lesion(const std::string& reader, std::string_view id) { return lesions_[{reader, std::string(id)}]; }
  Reading& reading(const std::string& reader, std::string_view lesion, std::string_view visit) {
    return readings_[{reader, std::string(lesion), std::string(visit)}];
  }
  /// A fact from the current row. `key` tells it apart from the others of its table; `of_tumor`: of the disease under
  /// study, not of the patient alone.
  void add(const Table& table, std::string key, const PartialDate& date, Payload payload, bool of_tumor = false);
  /// The course in canonical order; the draft is used up.
  Course finish();

 private:
  void add(Fact fact);
  void add_readings();

  std::map<std::pair<std::string, std::string>, Lesion> lesions_;
  std::map<std::tuple<std::string, std::string, std::string>, Reading> readings_;
  std::set<std::string> ids_;
};

}  // namespace restage::sdtm
