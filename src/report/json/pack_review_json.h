// SPDX-License-Identifier: Apache-2.0
#pragma once
// Packs listed, and what a check of them found, each as one JSON document.
#include <string>
#include <vector>

#include "statement/listing.h"
#include "statement/pack_review.h"

namespace restage::report {

std::string pack_list_json(const std::vector<statement::PackName>& packs);
std::string pack_reviews_json(const std::vector<statement::PackReview>& reviews);

}  // namespace restage::report
