// SPDX-License-Identifier: Apache-2.0
#pragma once
// Checks packs: format, rows that can never be reached, gaps, unused inputs, missing sources, rows without a
// case, overlapping validity; then runs every case. `restage pack check` and the test suite print the result.
#include <string>
#include <vector>

#include "rules/pack/pack_folders.h"

namespace restage::rules {

struct PackReport {
  std::string id;
  std::string folder;
  std::vector<PackProblem> problems;  ///< errors and warnings, in file order
  std::size_t row_count = 0;
  std::size_t case_count = 0;
  std::size_t failed_case_count = 0;

  std::size_t error_count() const;
};

std::vector<PackReport> check_packs(const std::vector<PackFiles>& packs);

}  // namespace restage::rules
