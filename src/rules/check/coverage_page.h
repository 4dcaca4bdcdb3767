// SPDX-License-Identifier: Apache-2.0
#pragma once
// The coverage page over all packs, in Markdown: systems, editions, classifications, rows, cases, sources, and the rows
// that could not be confirmed.
#include <string>
#include <vector>

#include "rules/pack/pack_choice.h"
#include "rules/pack/pack_model.h"

namespace restage::rules {

struct CoveredPack {
  PackModel model;
  PackHead head;
  std::size_t cases = 0;
};

/// "every row", or "14 of 18 rows".
std::string verified_text(const PackModel& model);

/// "3, 4 of group; 2 of yp": the rows whose source was named and not read; empty when all were.
std::string unverified_rows(const PackModel& model);

std::string coverage_page(const std::vector<CoveredPack>& packs);

}  // namespace restage::rules
