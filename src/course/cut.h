// SPDX-License-Identifier: Apache-2.0
#pragma once
// Replay: the course as it was on a day (effective clock) or as it was known on a day (recorded clock).
//
// A fact counts only when it is sure to be in time: a fact dated to the year is not used for a day inside that
// year, a fact without a date is not used in a replay at all. Nothing later leaks in.
#include "core/course.h"

namespace restage::course {

/// Unknown dates switch a cut-off off. Both cut-offs are inclusive. Facts come back in canonical order.
void cut_course(Course& course, const PartialDate& as_of, const PartialDate& known_by);

}  // namespace restage::course
