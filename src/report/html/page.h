// SPDX-License-Identifier: Apache-2.0
#pragma once
// The report page: one self-contained HTML file a set of patients: no script, no network, no outside file. The
// drawn course, the statements with evidence and rules unfolding, what is missing and what it would decide, the
// contradictions. Usable by keyboard, in the dark and on A4.
#include <string>
#include <string_view>
#include <vector>

#include "statement/timeline.h"

namespace restage::report {

struct PageOptions {
  std::string version;
  std::string replay;  ///< "as of 2023-05-01, known by 2023-06-01"; empty when not a replay
};

/// Head and opening of the page; then any number of patients; then the end. Kept apart to bound memory.
std::string page_begin(const PageOptions& options, std::string_view title);
/// `key` must differ between patients of one page.
std::string page_patient(const statement::PatientTimeline& patient, const std::string& key);
std::string page_end(const PageOptions& options);

}  // namespace restage::report
