// SPDX-License-Identifier: Apache-2.0
#pragma once
// What a person or a laboratory reported lately, and which of it had been there when the cancer was found. Pure
// functions over the facts of a course at one moment.
#include <string>
#include <vector>

#include "course/fact_index.h"

namespace restage::suspicion {

/// A complaint, a vital sign, a count of a triage tool, a laboratory value, a finding or a study.
bool is_report(const Payload& payload) noexcept;

/// In the four weeks up to the moment.
bool is_lately(const Fact& fact, const course::Moment& moment) noexcept;

/// Has anything been reported in the four weeks up to the moment?
bool anything_reported(const course::FactIndex& index, const course::Moment& moment);

/// Complaints of those weeks that also stood in the record before the first treatment: ids of facts.
std::vector<std::string> reported_at_diagnosis(const course::FactIndex& index, const course::Moment& moment);

}  // namespace restage::suspicion
