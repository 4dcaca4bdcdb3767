// SPDX-License-Identifier: Apache-2.0
#pragma once
// Courses out of the inputs of a question: each input read by the reader that recognises it, joined by patient, handed
// over one patient at a time.
#include <string>
#include <vector>

#include "core/reader.h"
#include "service/request/input.h"

namespace restage::service {

/// An input that cannot be opened becomes an issue and the others are still read; fails only when none could be opened.
/// spill_folder: for temporary files; empty: none are written, and an input that does not fit is refused.
Result<ReadResult> read_course_inputs(std::vector<Input>& inputs, const std::string& spill_folder,
                                      const restage::CourseSink& sink);

}  // namespace restage::service
