// SPDX-License-Identifier: Apache-2.0
#pragma once
// The response of one subject as a table for people.
#include <string>

#include "response/criterion.h"
#include "statement/response.h"

namespace restage::report {

/// One table a subject: visits with sums, nadir, changes, calls and rules; best response; endpoints.
std::string response_table(const statement::ResponseResult& result, const response::Criterion& criterion, bool color);

}  // namespace restage::report
