// SPDX-License-Identifier: Apache-2.0
#pragma once
// Reference pages generated from packs, in Markdown: one a pack, and a coverage page over all.
#include <string>
#include <vector>

#include "rules/pack/pack_folders.h"

namespace restage::rules {

struct DocumentPage {
  std::string file;  ///< "ajcc-8-lung.md"
  std::string text;
};

/// One page for each pack, then "coverage.md".
std::vector<DocumentPage> document_packs(const std::vector<PackFiles>& packs);

/// The page of one pack; others are the packs it is compared with (other editions of its site).
std::string document_pack(const PackFiles& files, const std::vector<PackFiles>& others);

}  // namespace restage::rules
