// SPDX-License-Identifier: Apache-2.0
#pragma once
// What is known of a primary when packs are chosen for it, and what the choice says.
#include <string>
#include <utility>
#include <vector>

#include "core/partial_date.h"
#include "rules/pack/pack.h"

namespace restage::rules {

/// A primary as far as it is known, for choosing packs.
struct SiteQuery {
  std::string topography;  ///< "C34.1" or empty
  std::string histology;   ///< "8140" or empty
  std::string behavior;    ///< "3" or empty
  PartialDate diagnosed;
  std::vector<GivenInput> facts;  ///< p16, ebv, age ...
};

struct PackChoice {
  const Pack* pack = nullptr;
  std::string reason;      ///< why it applies
  bool certain = true;     ///< false: applies only if facts not given hold
  std::string depends_on;  ///< those facts
  bool by_facts = false;   ///< uncertain, and only because of facts: topography, histology and date of diagnosis fit
  std::vector<std::pair<std::string, std::string>>
      conditions;  ///< by_facts: "p16" and "neg or not-tested", not given so far
};

}  // namespace restage::rules
