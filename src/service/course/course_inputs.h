// SPDX-License-Identifier: Apache-2.0
#pragma once
// Courses out of the inputs of a question: each input read by the reader that recognises it, joined by patient.
#include <vector>

#include "core/reader.h"
#include "service/request/input.h"

namespace restage::service {

/// An input that cannot be opened becomes an issue and the others are still read; fails only when none could be opened.
Result<ReadResult> read_course_inputs(std::vector<Input>& inputs);

}  // namespace restage::service
