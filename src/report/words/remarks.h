// SPDX-License-Identifier: Apache-2.0
#pragma once
// The words of what goes with a statement: remarks, conditions, contradictions. Engines hand on structures; the
// sentences of all forms (terminal, page, JSON) are made here.
#include <string>

#include "statement/staging.h"

namespace restage::report {

/// "3 tumors are on record; T is that of the largest".
std::string note_text(const statement::Statement& statement, const statement::Note& note);
/// "findings give T2 or T3, stated is T1".
std::string difference_text(const statement::StatedDifference& difference);
/// "p16: pos; epicentre: base of tongue", by the names of inputs; empty when nothing is open.
std::string conditions_text(const statement::Statement& statement);

}  // namespace restage::report
