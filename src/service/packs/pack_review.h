// SPDX-License-Identifier: Apache-2.0
#pragma once
// The questions about packs themselves: checked with their cases, listed, and documented. Folders are those that the
// caller names; an empty name stands for the packs of the program.
#include <string>
#include <vector>

#include "base/result.h"
#include "statement/listing.h"
#include "statement/pack_review.h"

namespace restage::service {

/// Checks every pack of the folders and runs its cases; none: the packs of the program.
Result<std::vector<statement::PackReview>> check_packs(const std::vector<std::string>& folders);
/// The packs of the program and of a folder beside them; names without words and version.
Result<std::vector<statement::PackName>> list_packs(const std::string& folder);

/// A Markdown page.
struct PackPage {
  std::string file;  ///< "ajcc-8-lung.md"
  std::string text;
};
/// Inputs, tables and sources of one pack; an unknown id is an error that names those near it.
Result<PackPage> pack_page(const std::string& id, const std::string& folder);
/// One page a pack and a coverage page.
Result<std::vector<PackPage>> pack_pages(const std::string& folder);

}  // namespace restage::service
