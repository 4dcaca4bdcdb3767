// SPDX-License-Identifier: Apache-2.0
#include "service/course/facts.h"

#include <utility>

#include "service/course/course_inputs.h"

namespace restage::service {

Result<FactsOutcome> facts(FactsRequest& request, const CourseSink& sink) {
  auto read = read_course_inputs(request.inputs);
  if (!read) return std::move(read).error();
  FactsOutcome outcome;
  for (Course& course : read->courses) {
    ++outcome.patients;
    if (!sink(std::move(course))) break;
  }
  outcome.issues = std::move(read->issues);
  outcome.status = read->refused ? Status::DoneWithRefusals : Status::Done;
  return outcome;
}

}  // namespace restage::service
