// SPDX-License-Identifier: Apache-2.0
#pragma once
// The questions `sites`, `inputs` and `which`: what the rules offer, what a site asks for, and which packs apply to a
// primary. What was asked is checked first, so that a slip of the pen is not answered with "no system".
#include <string>
#include <vector>

#include "base/result.h"
#include "service/request/rule_packs.h"
#include "statement/listing.h"

namespace restage::service {

/// Every site with its editions, in order of name.
Result<std::vector<statement::SiteEditions>> sites(const RulePacks& packs);

struct InputsRequest {
  std::string site;     ///< a site id, or the id of a pack
  std::string edition;  ///< empty: every edition of the site
  std::string pack;     ///< instead of a site: this pack
  RulePacks packs;
};

/// An unknown site or edition is an error that names those near it.
Result<std::vector<statement::PackInputs>> inputs(const InputsRequest& request);

struct WhichRequest {
  std::string topography;          ///< C34.1, C34, c341; "-" or empty: not known
  std::string histology;           ///< 8140 or 8140/3; "-" or empty: not known
  std::string diagnosed;           ///< empty: not known
  std::string edition;             ///< empty: every one
  std::vector<std::string> facts;  ///< name=value
  RulePacks packs;
};

Result<statement::ApplyingPacks> which(const WhichRequest& request);

/// Fails when no pack has the edition; `what` names it in the message ("--from").
Result<void> check_edition(const rules::PackLibrary& library, std::string_view what, const std::string& edition);

}  // namespace restage::service
