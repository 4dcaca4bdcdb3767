// SPDX-License-Identifier: Apache-2.0
#pragma once
// Fills the inputs that nobody gave and that count by convention, for one statement and one pack: what was looked at is
// read from the evidence, what speaks against from the whole record, the rest is asked of the conventions.
#include "staging/category_reasons.h"
#include "staging/stage_statement.h"

namespace restage::staging {

/// Adds to `given` what conventions name. Does nothing where the context has none, at a recurrence and at autopsy.
void assume(const StagingContext& context, const TimePoint& point, const rules::Pack& pack, const Evidence& evidence,
            GivenToTables& given);

}  // namespace restage::staging
