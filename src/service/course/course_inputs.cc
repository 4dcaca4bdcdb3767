// SPDX-License-Identifier: Apache-2.0
#include "service/course/course_inputs.h"

#include <utility>

#include "formats/any/any_reader.h"

namespace restage::service {

Result<ReadResult> read_course_inputs(std::vector<Input>& inputs, const std::string& spill_folder,
                                      const restage::CourseSink& sink) {
  ReadOptions options;
  options.spill_folder = spill_folder;
  std::vector<CourseInput> opened_in_turn;
  for (Input& input : inputs)
    opened_in_turn.push_back(
        {input.name(), [&input] { return input.open(); }, input.is_path() ? input.name() : std::string()});
  return read_courses(opened_in_turn, options, sink);
}

}  // namespace restage::service
