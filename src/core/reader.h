// SPDX-License-Identifier: Apache-2.0
#pragma once
// Reader: turns the bytes of one file or message into courses. One implementation per format, in formats/.
// Callers use formats/any/any_reader.h, which recognises the format by content.
//
// Trouble with the content is never a failure: it is a data issue beside whatever could be read, and `refused`
// says that some of the input was not used. Readers are immutable and may be shared between threads.
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "core/course.h"
#include "core/data_issue.h"

namespace restage {

struct ReadOptions {
  int depth_limit = 256;                                   ///< deepest nesting accepted
  std::size_t byte_limit = (std::size_t{4} << 30) - 4096;  ///< largest input accepted, after inflating
};

struct ReadResult {
  std::string format;             ///< "FHIR", "oBDS", "course"; empty when no reader recognised the bytes
  std::vector<Course> courses;    ///< one per patient, sorted; each in canonical order
  std::vector<DataIssue> issues;  ///< about the file as a whole; what concerns a patient lies in the course
  bool refused = false;           ///< something in the input could not be read: exit status 1
  std::size_t records = 0;        ///< resources, messages or tables seen
  std::size_t records_used = 0;   ///< those that gave a fact, a tumor or the patient
};

class Reader {
 public:
  virtual ~Reader() = default;
  virtual std::string_view format() const = 0;
  /// Looks at the first bytes only.
  virtual bool recognises(std::string_view bytes) const = 0;
  virtual ReadResult read(const std::string& file_name, std::string_view bytes, const ReadOptions& options) const = 0;
};

}  // namespace restage
