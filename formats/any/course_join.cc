// SPDX-License-Identifier: Apache-2.0
#include "formats/any/course_join.h"

#include "formats/course_json/reader.h"
#include "formats/course_json/writer.h"

namespace restage {
namespace {

/// About what a course takes in memory.
std::size_t size_of(const Course& course) {
  constexpr std::size_t kTextsOfAFact = 200, kIssue = 400;
  return sizeof(Course) + course.facts.size() * (sizeof(Fact) + kTextsOfAFact) + course.tumors.size() * sizeof(Tumor) +
         course.issues.size() * kIssue;
}

}  // namespace

Result<void> CourseJoin::spill(const Course& course) {
  return spilled_->add(course.patient, course_json::write_course(course));
}

void CourseJoin::add(Course&& course) {
  if (!state_) return;
  if (spilled_) {
    state_ = spill(course);
    return;
  }
  bytes_ += size_of(course);
  courses_.push_back(std::move(course));
  if (bytes_ <= options_.memory_limit || options_.spill_folder.empty()) return;
  spilled_ = std::make_unique<KeyedSpill>(options_.spill_folder,
                                          KeyedSpill::Limits{options_.memory_limit, options_.at_once()});
  for (const Course& kept : courses_)
    if (state_) state_ = spill(kept);
  courses_ = {};
}

Result<void> CourseJoin::give(const CourseSink& sink) {
  if (!state_) return state_;
  if (!spilled_) {
    for (Course& course : merge_courses(std::move(courses_))) sink(std::move(course));
    return {};
  }
  return spilled_->drain([&](const KeyedSpill::Group& group) -> Result<void> {
    if (group.too_large)
      return Error{ErrorCode::LimitExceeded, "the courses of one patient are more than is kept at once", {}};
    std::vector<Course> courses;
    for (const std::string_view piece : group.pieces) {
      auto course = course_json::read_course(piece);
      if (!course) return std::move(course).error();
      courses.push_back(std::move(course).value());
    }
    for (Course& course : merge_courses(std::move(courses))) sink(std::move(course));
    return {};
  });
}

}  // namespace restage
