// SPDX-License-Identifier: Apache-2.0
#pragma once
// The words of what a statement takes without a record of it: why one value counts, and the one quiet line of all.
#include <string>

#include "statement/staging.h"

namespace restage::report {

/// "not mentioned by what was looked at"; of M0 also what the studies covered.
std::string assumption_reason(const statement::Assumption& assumption);
/// "assumed: no structures invaded, not mentioned; M0 by history and examination"; empty when conventions gave nothing.
std::string assumptions_text(const statement::Statement& statement);
/// What goes with a statement into other programs: what a reader must know to rely on it, and what was assumed.
std::string statement_note(const statement::Statement& statement);

}  // namespace restage::report
