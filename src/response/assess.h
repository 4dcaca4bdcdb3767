// SPDX-License-Identifier: Apache-2.0
#pragma once
// assess(): the response of one subject by one reader under one criterion.
//
// A pure function of subject, criterion and policy: no clock, no state between subjects, safe from any thread.
// Another reader's data never enters.
#include "response/criterion.h"
#include "response/subject_view.h"
#include "statement/response.h"

namespace restage::response {

/// Policy keys in the subject itself override those of `policy` that were not set explicitly.
statement::ResponseResult assess(const ResponseSubject& subject, const Criterion& criterion, const Policy& policy);

}  // namespace restage::response
