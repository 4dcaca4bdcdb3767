// SPDX-License-Identifier: Apache-2.0
#pragma once
// The morphology of a tumor from all that is on record of it: the record of the tumor and every report of its
// histology up to the end of the first course. Invasive stands before in situ, the specific before the general; ids
// and order decide nothing. What differs is said.
#include <vector>

#include "core/data_issue.h"
#include "course/calendar.h"

namespace restage::staging {

/// Fills histology and behavior of the tumor that the calendar is of.
void settle_morphology(Tumor& tumor, const course::Calendar& calendar, std::vector<DataIssue>& issues);

}  // namespace restage::staging
