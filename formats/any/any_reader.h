// SPDX-License-Identifier: Apache-2.0
#pragma once
// The one entry for reading courses: recognises the format by content and hands over to its reader. The only
// folder of formats/ that knows the others.
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

/// Opens, inflates and reads a file ("-" is standard input). Fails only when the file cannot be read at all.
Result<ReadResult> read_course_file(const std::string& path, const ReadOptions& options = {});

/// Several files, joined by patient. A file that cannot be opened becomes an issue; the others are still read.
/// Fails only when none could be opened.
Result<ReadResult> read_course_files(const std::vector<std::string>& paths, const ReadOptions& options = {});

}  // namespace restage
