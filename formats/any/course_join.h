// SPDX-License-Identifier: Apache-2.0
#pragma once
// CourseJoin: courses from several inputs, joined by patient however many there are.
//
// They are kept in memory up to a limit and beyond it in temporary files, in the course format, which loses nothing.
// The result does not depend on the limit. Used once (add, then give), not thread-safe.
#include <memory>
#include <vector>

#include "base/keyed_spill.h"
#include "base/result.h"
#include "core/reader.h"

namespace restage {

class CourseJoin {
 public:
  explicit CourseJoin(const ReadOptions& options) : options_(options) {}
  /// An error, of writing a temporary file, is kept and given by give().
  void add(Course&& course);
  Result<void> give(const CourseSink& sink);

 private:
  Result<void> spill(const Course& course);

  const ReadOptions& options_;
  std::vector<Course> courses_;
  std::size_t bytes_ = 0;
  std::unique_ptr<KeyedSpill> spilled_;
  Result<void> state_;
};

}  // namespace restage
