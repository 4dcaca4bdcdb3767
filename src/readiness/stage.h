// SPDX-License-Identifier: Apache-2.0
#pragma once
// The computed stage of a tumor as rules of readiness ask for it: main classes ("T3", "N1", "M0", group "III"), of the
// first course, the pathological before the clinical one. A class that is not settled is left out, unless all that is
// possible is of one class.
// Pure functions of a timeline.
#include "readiness/pack_rules.h"
#include "statement/timeline.h"

namespace restage::readiness {

const statement::TumorTimeline* timeline_of(const statement::PatientTimeline& timeline, std::string_view tumor);

/// stage_t, stage_n, stage_m, stage_group; empty where it is not settled.
GivenValues staged_values(const statement::PatientTimeline& timeline, std::string_view tumor);

}  // namespace restage::readiness
