// SPDX-License-Identifier: Apache-2.0
#pragma once
// Reads response documents (docs/response-document.md): JSON objects, an array of them, or NDJSON, one object
// a subject and reader. Numbers are kept exactly as written, never as binary floating point.
//
// Each becomes the course of one subject. A record that cannot be read gives issues and no course; the next one is
// still read. Elements that cannot be used are left out with an issue. Unknown scalar elements of a visit become
// components, those of the subject become named facts of the study. One reader per stream; not thread-safe.
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/byte_source.h"
#include "base/result.h"
#include "core/course.h"

namespace restage::response_document {

/// The course of one subject, as one reader saw it; its own issues are inside.
struct SubjectCourse {
  Course course;
  std::string reader;
  std::string path;  ///< file and record
};

struct Record {
  std::optional<SubjectCourse> subject;
  std::vector<DataIssue> issues;  ///< when there is no subject
};

class Reader {
 public:
  /// `name` is named in issues: the path, or "standard input".
  Reader(std::unique_ptr<ByteSource> source, std::string name);
  ~Reader();
  /// false at the end of the stream.
  Result<bool> next(Record& record);
  /// True once something was read that is no JSON object.
  bool has_stray_text() const noexcept;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

/// The words that this module reads, for other forms of the document. A role is target, non-target, new or empty.
LesionMeasurement::State measurement_state(std::string_view word, bool& known) noexcept;
std::string_view lesion_role(std::string_view word, bool& known) noexcept;

}  // namespace restage::response_document
