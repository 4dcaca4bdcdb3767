// SPDX-License-Identifier: Apache-2.0
#include "core/reader.h"

namespace restage {

Result<ReadResult> Reader::read_each(const std::string& file_name, ByteSource& source, const ReadOptions& options,
                                     const CourseSink& sink) const {
  auto bytes = read_all(source, options.at_once());
  if (!bytes) return std::move(bytes).error();
  ReadResult result = read(file_name, *bytes, options);
  for (Course& course : result.courses) sink(std::move(course));
  result.courses.clear();
  return result;
}

}  // namespace restage
