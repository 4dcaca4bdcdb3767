// SPDX-License-Identifier: Apache-2.0
#pragma once
// The drawn course of one tumor as inline SVG: time axis, treatments as bars, statements as marks, disease status
// as a band, tumor size and markers as lines. Colors come from the page's style sheet; every mark also has a shape
// or a label of its own, so that the drawing reads in grey. Title and description are part of the drawing.
#include <string>

#include "statement/timeline.h"

namespace restage::report {

/// `key` makes element ids unique on the page. Empty text when no fact of the tumor has a date.
std::string draw_course(const statement::PatientTimeline& patient, const statement::TumorTimeline& tumor,
                        const std::string& key);

}  // namespace restage::report
