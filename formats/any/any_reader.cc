// SPDX-License-Identifier: Apache-2.0
#include "formats/any/any_reader.h"

#include <array>
#include <filesystem>

#include "base/byte_source.h"
#include "formats/any/course_join.h"
#include "formats/course/course_reader.h"
#include "formats/course_json/reader.h"
#include "formats/fhir/fhir_reader.h"
#include "formats/fhir/lines.h"
#include "formats/obds/obds_reader.h"
#include "formats/sdtm/course_reader.h"

namespace restage {

namespace {

constexpr std::size_t kHead = std::size_t{64} << 10;

const Reader* reader_of(std::string_view head) {
  for (const Reader* reader : course_readers())
    if (reader->recognises(head)) return reader;
  return nullptr;
}

ReadResult unknown_format(const std::string& file_name, std::string_view bytes) {
  ReadResult result;
  result.refused = true;
  const bool empty = bytes.find_first_not_of(" \t\r\n") == std::string_view::npos;
  result.issues.push_back(make_issue(IssueCode::InputUnreadable, file_name,
                                     empty ? "the file is empty" : "the format of the file is not known",
                                     "give FHIR R4 JSON or NDJSON, oBDS 3 XML, or a course file in TOML or JSON"));
  return result;
}

/// The first bytes, enough to tell the format.
Result<std::string> read_head(ByteSource& source) {
  std::string head(kHead, '\0');
  std::size_t filled = 0;
  while (filled < head.size()) {
    const auto count = source.read(head.data() + filled, head.size() - filled);
    if (!count) {
      if (filled == 0) return count.error();
      break;  // what came before the damage is read, and the error comes again
    }
    if (*count == 0) break;
    filled += *count;
  }
  head.resize(filled);
  return head;
}

/// One input, a patient at a time; FHIR goes to `together` where it is given.
Result<ReadResult> read_one(const CourseInput& input, const ReadOptions& options, const CourseSink& sink,
                            fhir::SeveralInputs* together = nullptr) {
  std::error_code ignored;
  if (!input.path.empty() && std::filesystem::is_directory(input.path, ignored))
    return sdtm::read_courses(input.path, sink);
  auto source = input.open();
  if (!source) return source.error();
  auto head = read_head(**source);
  if (!head) return head.error();
  const Reader* reader = reader_of(*head);
  if (reader == nullptr) return unknown_format(input.name, *head);
  const auto named = [&](Error error) {
    if (error.context.empty()) error.context = input.name;
    return error;
  };
  const auto whole = ByteSource::after(*head, **source);
  if (together != nullptr && reader == &fhir::reader()) {
    ReadResult later;  // what it holds is given with the other inputs
    later.format = reader->format();
    if (auto taken = together->take(input.name, *whole); !taken) return named(taken.error());
    return later;
  }
  auto result = reader->read_each(input.name, *whole, options, sink);
  if (result) return result;
  return named(std::move(result).error());
}

void add_result(ReadResult& all, ReadResult&& one) {
  if (all.format.empty()) all.format = one.format;
  all.refused = all.refused || one.refused;
  all.records += one.records;
  all.records_used += one.records_used;
  std::move(one.issues.begin(), one.issues.end(), std::back_inserter(all.issues));
}

}  // namespace

std::span<const Reader* const> course_readers() {
  static const std::array<const Reader*, 4> readers = {&course_json::reader(), &fhir::reader(), &obds::reader(),
                                                       &course_file::reader()};
  return readers;
}

ReadResult read_courses(const std::string& file_name, std::string_view bytes, const ReadOptions& options) {
  const Reader* reader = reader_of(bytes);
  return reader != nullptr ? reader->read(file_name, bytes, options) : unknown_format(file_name, bytes);
}

Result<ReadResult> read_courses(const std::vector<CourseInput>& inputs, const ReadOptions& options,
                                const CourseSink& sink) {
  if (inputs.size() == 1) return read_one(inputs.front(), options, sink);
  ReadResult all;
  CourseJoin join(options);
  const CourseSink to_join = [&](Course&& course) { join.add(std::move(course)); };
  fhir::SeveralInputs together(options);
  Error first_error{ErrorCode::InvalidArgument, "no file was given", ""};
  bool any_read = false;
  for (const CourseInput& input : inputs) {
    auto one = read_one(input, options, to_join, &together);
    if (!one) {
      if (!any_read && all.issues.empty()) first_error = one.error();
      all.refused = true;
      all.issues.push_back(make_issue(IssueCode::InputUnreadable, input.name, one.error().message,
                                      "check the path and the rights, or send the file again"));
      continue;
    }
    any_read = true;
    add_result(all, std::move(*one));
  }
  if (!any_read) return first_error;
  auto of_fhir = together.give(to_join);
  if (!of_fhir) return of_fhir.error();
  add_result(all, std::move(*of_fhir));
  if (auto given = join.give(sink); !given) return given.error();
  return all;
}

Result<ReadResult> read_course_files(const std::vector<std::string>& paths, const ReadOptions& options) {
  std::vector<Course> courses;
  std::vector<CourseInput> inputs;
  for (const std::string& path : paths) inputs.push_back({path, [path] { return ByteSource::open(path); }, path});
  auto result = read_courses(inputs, options, [&](Course&& course) { courses.push_back(std::move(course)); });
  if (result) result->courses = std::move(courses);
  return result;
}

Result<ReadResult> read_course_file(const std::string& path, const ReadOptions& options) {
  return read_course_files({path}, options);
}

}  // namespace restage
