// SPDX-License-Identifier: Apache-2.0
#pragma once
// Line-wise FHIR (NDJSON): one resource, Bundle or entry a line, in any order and of any length. Lines are sorted by
// patient first, in memory or in temporary files, and then read a patient at a time; memory does not grow with the
// input. References are resolved within the patient and to what belongs to no patient. SeveralInputs does the same with
// inputs of any layout that are read as one: Bulk Data writes one file a type.
#include <memory>
#include <string>
#include <string_view>

#include "core/reader.h"

namespace restage::fhir {

/// True when the text begins with one JSON object a line; `whole`: nothing follows it.
enum class LineWise { Yes, No, Unknown };
LineWise is_line_wise(std::string_view text, bool whole);

Result<ReadResult> read_lines(const std::string& file, ByteSource& source, const ReadOptions& options,
                              const CourseSink& sink);

/// Reads on until the layout is known; what was read stands in `head`.
Result<LineWise> look_ahead(ByteSource& source, const ReadOptions& options, std::string& head);

class SortedInput;

/// A reference may lead from one input to another. Take each, then give once; not thread-safe.
class SeveralInputs {
 public:
  explicit SeveralInputs(const ReadOptions& options);
  ~SeveralInputs();
  SeveralInputs(const SeveralInputs&) = delete;
  SeveralInputs& operator=(const SeveralInputs&) = delete;
  /// Fails when the source cannot be read or kept; what came before stays.
  Result<void> take(const std::string& file, ByteSource& source);
  Result<ReadResult> give(const CourseSink& sink);

 private:
  Result<void> take_lines(const std::string& file, ByteSource& source);
  const ReadOptions& options_;
  std::unique_ptr<SortedInput> sorted_;
};

}  // namespace restage::fhir
