// SPDX-License-Identifier: Apache-2.0
#pragma once
// Packs listed, and what a check of them found, as text for people.
#include <string>
#include <vector>

#include "statement/listing.h"
#include "statement/pack_review.h"

namespace restage::report {

std::string pack_list_text(const std::vector<statement::PackName>& packs);
/// One line a problem, then the sums.
std::string pack_reviews_text(const std::vector<statement::PackReview>& reviews, bool errors_only);

}  // namespace restage::report
