// SPDX-License-Identifier: Apache-2.0
#pragma once
// Sites, inputs and packs that apply, each as one JSON document that ends with a line end.
#include <string>
#include <vector>

#include "statement/listing.h"

namespace restage::report {

std::string sites_json(const std::vector<statement::SiteEditions>& sites);
std::string inputs_json(const std::vector<statement::PackInputs>& packs);
std::string applying_packs_json(const statement::ApplyingPacks& answer);

}  // namespace restage::report
