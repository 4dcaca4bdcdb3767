// SPDX-License-Identifier: Apache-2.0
#pragma once
// What registry explanations say wherever they are shown: rows, changes between versions, values that move.
// Pure functions, thread-safe.
#include <string>
#include <vector>

#include "registry/explain/diff.h"
#include "registry/explain/impact.h"
#include "registry/explain/rows_behind.h"

namespace restage::report {

/// `t row 2 > stage row 1`; "default" when no row wrote the value.
std::string words_of_rows(const std::vector<registry::RowPlace>& rows);
/// `t row 2 (new) > stage row 1`, with `mark` at the rows of one version alone; "none" when the version has no such
/// output, empty when no output moved.
std::string words_of_rows(const registry::Move& move, const registry::VersionRows& rows, const char* mark);
/// `t row 2 (gone), t row 2 (new)`; empty when no row explains the move.
std::string cause_of(const registry::Move& move);
/// What a moved value was or is, in words where it is no code.
std::string moved_value(const registry::Move& move, const std::string& value);
std::string moved_schema(const registry::Move& move);

/// A change as a sentence.
std::string change_sentence(const registry::Change& change);
/// Does the sentence begin with the name of the schema?
bool names_its_schema(const registry::Change& change);

}  // namespace restage::report
