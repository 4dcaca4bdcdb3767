// SPDX-License-Identifier: Apache-2.0
#pragma once
// Refusal: why a row of a table is not staged. Problem and remedy stay apart: cases are counted by the one and printed
// with both. A plain value.
#include <string>

namespace restage::cases {

struct Refusal {
  std::string problem;  ///< names column and value
  std::string remedy;

  std::string text() const { return remedy.empty() ? problem : problem + "; " + remedy; }
};

}  // namespace restage::cases
