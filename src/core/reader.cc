// SPDX-License-Identifier: Apache-2.0
#include "core/reader.h"

#include <iterator>
#include <utility>

namespace restage {

Result<ReadResult> Reader::read_each(const std::string& file_name, ByteSource& source, const ReadOptions& options,
                                     const CourseSink& sink) const {
  auto bytes = read_all(source, options.at_once());
  if (!bytes) return std::move(bytes).error();
  ReadResult result = read(file_name, *bytes, options);
  // What is said of a file with one patient concerns that patient.
  if (result.courses.size() == 1) {
    std::vector<DataIssue>& heard = result.courses.front().issues;
    std::move(result.issues.begin(), result.issues.end(), std::back_inserter(heard));
    result.issues.clear();
  }
  for (Course& course : result.courses) sink(std::move(course));
  result.courses.clear();
  return result;
}

}  // namespace restage
