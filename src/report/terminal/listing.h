// SPDX-License-Identifier: Apache-2.0
#pragma once
// Sites, inputs and packs that apply, as text for people.
#include <string>
#include <vector>

#include "statement/listing.h"

namespace restage::report {

std::string sites_text(const std::vector<statement::SiteEditions>& sites);
std::string inputs_text(const std::vector<statement::PackInputs>& packs, std::size_t width);
std::string applying_packs_text(const statement::ApplyingPacks& answer);

}  // namespace restage::report
