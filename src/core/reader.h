// SPDX-License-Identifier: Apache-2.0
#pragma once
// Reader: turns the bytes of one file or message into courses. One implementation per format, in formats/.
// Callers use formats/any/any_reader.h, which recognises the format by content.
//
// read() takes the bytes of one input and gives all courses; read_each() takes a source of any length and hands over
// one patient's course at a time, in the same order, so that memory does not grow with the input where the format
// allows it. What does not fit is sorted by patient in temporary files of a folder that the caller names.
//
// Trouble with the content is never a failure: it is a data issue beside whatever could be read, and `refused`
// says that some of the input was not used. Readers are immutable and may be shared between threads.
#include <algorithm>
#include <cstddef>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "base/byte_source.h"
#include "base/result.h"
#include "core/course.h"
#include "core/data_issue.h"

namespace restage {

struct ReadOptions {
  int depth_limit = 256;                                   ///< deepest nesting accepted
  std::size_t byte_limit = (std::size_t{4} << 30) - 4096;  ///< largest input accepted, after inflating
  std::string spill_folder;  ///< for temporary files; empty: none are written and large inputs are refused
  std::size_t memory_limit = std::size_t{64} << 20;  ///< records kept in memory before they go to spill_folder

  /// Largest input that is held at once, after inflating: reading takes about ten times as much memory.
  std::size_t at_once() const noexcept { return std::min(byte_limit, std::size_t{512} << 20); }
};

struct ReadResult {
  std::string format;             ///< "FHIR", "oBDS", "course"; empty when no reader recognised the bytes
  std::vector<Course> courses;    ///< one per patient, sorted; each in canonical order
  std::vector<DataIssue> issues;  ///< about the file as a whole; what concerns a patient lies in the course
  bool refused = false;           ///< something in the input could not be read: exit status 1
  std::size_t records = 0;        ///< resources, messages or tables seen
  std::size_t records_used = 0;   ///< those that gave a fact, a tumor or the patient
};

/// Takes each course as it is complete: sorted by patient id, those without one first, each patient once.
using CourseSink = std::function<void(Course&&)>;

class Reader {
 public:
  virtual ~Reader() = default;
  virtual std::string_view format() const = 0;
  /// Looks at the first bytes only.
  virtual bool recognises(std::string_view bytes) const = 0;
  virtual ReadResult read(const std::string& file_name, std::string_view bytes, const ReadOptions& options) const = 0;
  /// The same from a source; `courses` of the result stays empty. Fails when the source cannot be read or kept.
  /// Formats that are read as a whole take at most options.at_once() bytes.
  virtual Result<ReadResult> read_each(const std::string& file_name, ByteSource& source, const ReadOptions& options,
                                       const CourseSink& sink) const;
};

}  // namespace restage
