// SPDX-License-Identifier: Apache-2.0
#pragma once
// CourseDraft: the course of one subject while the rows of its tables come in.
//
// Rows of one lesion, visit and reader are one measurement, those of one visit and reader one assessment; they become
// facts when all rows are there. Ids of facts are unique in the course and made of the keys of their rows. One draft a
// subject, used by one thread.
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <tuple>
#include <vector>

#include "core/course.h"
#include "formats/sdtm/table.h"

namespace restage::sdtm {

class CourseDraft {
 public:
  /// What the rows of one lesion, visit and reader say.
  struct Reading {
    LesionMeasurement measured;
    PartialDate date;  ///< an exact date wins over a partial one; else the first stands
    std::string file;
    std::vector<std::string> lines;
    void note(const Table& table, const PartialDate& day);
  };
  /// What the rows of one visit and reader say.
  struct Assessment {
    ResponseAssessment stated;
    PartialDate date;  ///< as above
    Source source;     ///< of the sum or the overall response; else of the first row
  };
  /// Who read, as shown, and its kind.
  struct Reader {
    std::string name;
    std::string_view evaluator;
  };

  explicit CourseDraft(std::string_view patient) { course.patient = patient; }

  Course course;

  /// The lesion of a reader, identified when it is first named. Valid until the next call.
  LesionIdentification& lesion(const Reader& reader, std::string_view id);
  /// Valid while the draft lives. `sequence`: of the current row, to be found by reading_of_row().
  Reading& reading(const Reader& reader, std::string_view lesion, std::string_view visit, std::string_view sequence);
  Reading* reading_of_row(std::string_view sequence);
  /// Valid until the next call. Notes the date of the current row.
  Assessment& assessment(const Table& table, const Reader& reader, std::string_view visit, const PartialDate& day);
  /// The assessment that a row of RS belongs to; nullptr: none.
  Assessment* assessment_of_row(std::string_view sequence);
  /// The last assessment() is that of this row of RS.
  void note_row(std::string_view sequence) { response_rows_[std::string(sequence)] = last_assessment_; }
  /// A fact from the current row. `key` tells it apart from the others of its table; `of_tumor`: of the disease under
  /// study, not of the patient alone.
  void add(const Table& table, std::string key, const PartialDate& date, Payload payload, bool of_tumor = false);
  /// The course in canonical order; the draft is used up.
  Course finish();

 private:
  void add(Fact fact);
  void add_readings();
  void add_assessments();
  void add_lesions();

  std::vector<LesionIdentification> lesions_;
  std::map<std::pair<std::string, std::string>, std::size_t> lesion_places_;  // by reader and id
  std::map<std::tuple<std::string, std::string, std::string>, Reading> readings_;
  std::map<std::string, Reading*, std::less<>> measurement_rows_;
  std::vector<Assessment> assessments_;
  std::map<std::pair<std::string, std::string>, std::size_t> assessment_places_;  // by reader and visit
  std::map<std::string, std::size_t, std::less<>> response_rows_;
  std::map<std::string, int> assessments_of_reader_;
  std::size_t last_assessment_ = 0;
  std::set<std::string> ids_;
};

}  // namespace restage::sdtm
