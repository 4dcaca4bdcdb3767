// SPDX-License-Identifier: Apache-2.0
#include "service/course/facts.h"

#include <utility>

#include "formats/course_json/writer.h"
#include "service/course/course_inputs.h"

namespace restage::service {

Result<FactsOutcome> facts(FactsRequest& request, const CourseSink& sink) {
  FactsOutcome outcome;
  bool goes_on = true;
  auto read = read_course_inputs(request.inputs, request.spill_folder, [&](Course&& course) {
    if (!goes_on) return;
    ++outcome.patients;
    goes_on = sink(std::move(course));
  });
  if (!read) return std::move(read).error();
  outcome.issues = std::move(read->issues);
  outcome.status = read->refused ? Status::DoneWithRefusals : Status::Done;
  return outcome;
}

std::string course_text(const Course& course, int indent) { return course_json::write_course(course, indent); }

}  // namespace restage::service
