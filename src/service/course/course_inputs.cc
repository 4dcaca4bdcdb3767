// SPDX-License-Identifier: Apache-2.0
#include "service/course/course_inputs.h"

#include <iterator>
#include <utility>

#include "formats/any/any_reader.h"

namespace restage::service {
namespace {

Result<ReadResult> read_one(Input& input) {
  if (input.is_path()) return read_course_file(input.name());
  auto source = input.open();
  if (!source) return std::move(source).error();
  auto bytes = read_all(**source, ReadOptions().byte_limit);
  if (!bytes) {
    Error error = std::move(bytes).error();
    if (error.context.empty()) error.context = input.name();
    return error;
  }
  return read_courses(input.name(), *bytes);
}

}  // namespace

Result<ReadResult> read_course_inputs(std::vector<Input>& inputs) {
  ReadResult all;
  std::vector<Course> courses;
  Error first_error{ErrorCode::InvalidArgument, "no file was given", ""};
  bool any_opened = false;
  for (Input& input : inputs) {
    auto one = read_one(input);
    if (!one) {
      if (!any_opened && all.issues.empty()) first_error = one.error();
      all.refused = true;
      all.issues.push_back(make_issue(IssueCode::InputUnreadable, input.name(), one.error().message,
                                      "check the path and the rights, or send the file again"));
      continue;
    }
    any_opened = true;
    if (all.format.empty()) all.format = one->format;
    all.refused = all.refused || one->refused;
    all.records += one->records;
    all.records_used += one->records_used;
    // What is said of a file with one patient concerns that patient.
    std::vector<DataIssue>& heard = one->courses.size() == 1 ? one->courses.front().issues : all.issues;
    std::move(one->issues.begin(), one->issues.end(), std::back_inserter(heard));
    std::move(one->courses.begin(), one->courses.end(), std::back_inserter(courses));
  }
  if (!any_opened) return first_error;
  all.courses = merge_courses(std::move(courses));
  return all;
}

}  // namespace restage::service
