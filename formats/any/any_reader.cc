// SPDX-License-Identifier: Apache-2.0
#include "formats/any/any_reader.h"

#include <algorithm>
#include <array>
#include <filesystem>

#include "base/byte_source.h"
#include "formats/course/course_reader.h"
#include "formats/fhir/fhir_reader.h"
#include "formats/obds/obds_reader.h"

namespace restage {

namespace {

/// Largest file that is read at once, after inflating: reading takes about ten times as much memory.
constexpr std::size_t kAtOnce = std::size_t{512} << 20;

}  // namespace

std::span<const Reader* const> course_readers() {
  static const std::array<const Reader*, 3> readers = {&fhir::reader(), &obds::reader(), &course_file::reader()};
  return readers;
}

ReadResult read_courses(const std::string& file_name, std::string_view bytes, const ReadOptions& options) {
  for (const Reader* reader : course_readers())
    if (reader->recognises(bytes)) return reader->read(file_name, bytes, options);
  ReadResult result;
  result.refused = true;
  const bool empty = bytes.find_first_not_of(" \t\r\n") == std::string_view::npos;
  result.issues.push_back(make_issue(IssueCode::InputUnreadable, file_name,
                                     empty ? "the file is empty" : "the format of the file is not known",
                                     "give FHIR R4 JSON or NDJSON, oBDS 3 XML, or a course file in TOML"));
  return result;
}

Result<ReadResult> read_course_file(const std::string& path, const ReadOptions& options) {
  const std::size_t limit = std::min(options.byte_limit, kAtOnce);
  std::error_code none;
  const auto size = std::filesystem::is_regular_file(path, none) ? std::filesystem::file_size(path, none) : 0;
  if (!none && size > limit)
    return Error{ErrorCode::LimitExceeded,
                 "the file has " + std::to_string(size >> 20) + " MiB, more than the " + std::to_string(limit >> 20) +
                     " MiB that are read at once; split it by patient",
                 path};
  auto source = ByteSource::open(path);
  if (!source) return source.error();
  auto bytes = read_all(**source, limit);
  if (!bytes) {
    Error error = bytes.error();
    if (error.context.empty()) error.context = path;
    return error;
  }
  return read_courses(path, *bytes, options);
}

Result<ReadResult> read_course_files(const std::vector<std::string>& paths, const ReadOptions& options) {
  ReadResult all;
  std::vector<Course> courses;
  Error first_error{ErrorCode::InvalidArgument, "no file was given", ""};
  bool any_opened = false;
  for (const std::string& path : paths) {
    auto one = read_course_file(path, options);
    if (!one) {
      if (!any_opened && all.issues.empty()) first_error = one.error();
      all.refused = true;
      all.issues.push_back(make_issue(IssueCode::InputUnreadable, path, one.error().message,
                                      "check the path and the rights, or send the file again"));
      continue;
    }
    any_opened = true;
    if (all.format.empty()) all.format = one->format;
    all.refused = all.refused || one->refused;
    all.records += one->records;
    all.records_used += one->records_used;
    std::move(one->issues.begin(), one->issues.end(), std::back_inserter(all.issues));
    std::move(one->courses.begin(), one->courses.end(), std::back_inserter(courses));
  }
  if (!any_opened) return first_error;
  all.courses = merge_courses(std::move(courses));
  return all;
}

}  // namespace restage
