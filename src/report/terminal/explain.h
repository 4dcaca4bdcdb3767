// SPDX-License-Identifier: Apache-2.0
#pragma once
// The rule chain of one statement as text: what went in with its evidence, what was refused and why, the rows that
// gave the result with their sources, what is still open.
#include <string>

#include "report/terminal/terminal.h"
#include "statement/timeline.h"

namespace restage::report {

std::string explain(const statement::Statement& statement, const Course& course, const TerminalStyle& style);

}  // namespace restage::report
