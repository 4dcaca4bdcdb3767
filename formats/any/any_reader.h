// SPDX-License-Identifier: Apache-2.0
#pragma once
// The one entry for reading courses: recognises the format by content and hands over to its reader. The only
// folder of formats/ that knows the others.
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "core/reader.h"

namespace restage {

/// Every reader of courses, in the order they are asked.
std::span<const Reader* const> course_readers();

/// Reads one input. Content that nothing recognises gives an issue and `refused`.
ReadResult read_courses(const std::string& file_name, std::string_view bytes, const ReadOptions& options = {});

/// An input that is opened when its turn comes; opened once.
struct CourseInput {
  std::string name;  ///< stands for it in messages
  std::function<Result<std::unique_ptr<ByteSource>>()> open;
  std::string path = {};  ///< where it is a path; the folder of an SDTM study is read table by table
};

/// Reads inputs, joined by patient, and hands over one patient's course at a time, sorted by
/// patient id; `courses` of the result stays empty. Memory does not grow with line-wise FHIR and the course format when
/// options.spill_folder is given; other formats are read a file at once. A file that cannot be read becomes an issue
/// and the others are still read; fails only when none could be read, or when temporary files could not be kept.
Result<ReadResult> read_courses(const std::vector<CourseInput>& inputs, const ReadOptions& options,
                                const CourseSink& sink);

/// The same of files ("-" is standard input), with all courses at once.
Result<ReadResult> read_course_files(const std::vector<std::string>& paths, const ReadOptions& options = {});
Result<ReadResult> read_course_file(const std::string& path, const ReadOptions& options = {});

}  // namespace restage
