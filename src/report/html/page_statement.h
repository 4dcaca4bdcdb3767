// SPDX-License-Identifier: Apache-2.0
#pragma once
// One statement on the page: its row in the table of stages and its unfolding reasons.
#include <string>

#include "statement/timeline.h"

namespace restage::report {

std::string statement_row(const statement::Statement& statement);
std::string statement_details(const statement::Statement& statement, const Course& course);

/// "id: 2023-03-10, size in mm 24 (MRI); source record".
std::string evidence_item(const Course& course, const std::string& id);

}  // namespace restage::report
