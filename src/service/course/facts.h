// SPDX-License-Identifier: Apache-2.0
#pragma once
// The question `facts`: what the readers made of the input, before any rule is applied; one patient at a time.
#include <functional>
#include <string>
#include <vector>

#include "core/course.h"
#include "service/request/input.h"
#include "service/request/outcome.h"

namespace restage::service {

struct FactsRequest {
  std::vector<Input> inputs;      ///< joined by patient
  std::string spill_folder = {};  ///< for what does not fit into memory; empty: it is refused
};

struct FactsOutcome {
  Status status = Status::Done;
  std::vector<DataIssue> issues;  ///< of inputs, not of a patient
  std::size_t patients = 0;
};

/// Gets each course in order and says whether to go on.
using CourseSink = std::function<bool(Course&&)>;

/// Fails when no input could be read.
Result<FactsOutcome> facts(FactsRequest& request, const CourseSink& sink);

/// A course in the course format, which is read back as the same course. indent 0: one line.
std::string course_text(const Course& course, int indent = 0);

}  // namespace restage::service
