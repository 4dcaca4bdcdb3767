// SPDX-License-Identifier: Apache-2.0
#pragma once
// What a run asks of staging beside the facts.
#include <string>
#include <vector>

namespace restage::staging {

struct Options {
  std::vector<std::string> editions;  ///< empty: the edition in force at diagnosis
  bool assume_cm0 = false;            ///< M without any evidence counts as cM0, named as policy
  bool strict = false;                ///< only what is on record: no conventions
};

}  // namespace restage::staging
