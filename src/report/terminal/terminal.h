// SPDX-License-Identifier: Apache-2.0
#pragma once
// The terminal form of a timeline: one screen a tumor, readable at 80 columns, with and without color.
#include <string>
#include <vector>

#include "statement/timeline.h"

namespace restage::report {

struct TerminalStyle {
  bool color = false;
  int width = 80;
};

std::string render_terminal(const statement::PatientTimeline& patient, const TerminalStyle& style);

/// Words of `text` over lines of at most `width` columns, later lines indented.
std::string wrap(std::string_view text, std::size_t indent, std::size_t width);

}  // namespace restage::report
