// SPDX-License-Identifier: Apache-2.0
#pragma once
// Queries of what is no dated fact of the course: the patient, the tumor, and the fact in focus that is being judged.
// Internal to fact_query.cc.
#include "course/prepared_query.h"

namespace restage::course {

Taken ask_subject(const PreparedQuery& query, const PreparedInput& input, const FactIndex& index, const Moment& moment,
                  const Fact* focus);

}  // namespace restage::course
