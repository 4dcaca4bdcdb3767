// SPDX-License-Identifier: Apache-2.0
#pragma once
// What a check of rule packs found, as plain values.
#include <cstddef>
#include <string>
#include <vector>

namespace restage::statement {

struct PackProblem {
  bool is_error = true;
  std::string code;  ///< stable: "unreachable-row"
  std::string file, row, column;
  std::string message;  ///< what is wrong and what to do
  std::string text;     ///< place and message together
};

struct PackReview {
  std::string id, folder;
  std::vector<PackProblem> problems;  ///< errors and warnings, in file order
  std::size_t rows = 0, cases = 0, failed_cases = 0;

  std::size_t errors() const noexcept {
    std::size_t count = 0;
    for (const PackProblem& problem : problems) count += problem.is_error ? 1 : 0;
    return count;
  }
};

}  // namespace restage::statement
