// SPDX-License-Identifier: Apache-2.0
#pragma once
// Says aloud what no statement used: a value refused by the window of its own classification, a finding that came
// after the window closed. Nothing that a reader delivered disappears without a word.
#include <vector>

#include "staging/stage_statement.h"

namespace restage::staging {

void report_unplaced(const course::Calendar& calendar, const std::vector<statement::Statement>& statements,
                     const std::vector<UnplacedFact>& unplaced, std::vector<DataIssue>& issues);

/// Metastases of a patient without any primary on record.
void report_no_primary(const Course& course, std::vector<DataIssue>& issues);

}  // namespace restage::staging
