// SPDX-License-Identifier: Apache-2.0
#pragma once
// The page of a response run.
#include <string>
#include <string_view>
#include <vector>

#include "response/criterion.h"
#include "statement/response.h"

namespace restage::report {

/// All pictures with the numbers of each as a table beside it; one self-contained page.
std::string response_page(const std::vector<statement::ResponseResult>& results, const response::Criterion& criterion,
                          const response::Policy& policy, std::string_view version);

}  // namespace restage::report
