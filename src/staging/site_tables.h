// SPDX-License-Identifier: Apache-2.0
#pragma once
// What a primary without histology on record may be staged by: the carcinoma of its site where that goes without
// saying, and the tables of its own organ. The rows are site_tables.tsv, beside this file. Pure and thread-safe.
#include <string_view>
#include <vector>

namespace restage::staging {

struct SiteTables {
  std::string_view histology;            ///< counted by convention; empty: it depends
  std::vector<std::string_view> tables;  ///< site ids of the organ's tables
};

/// By the longest prefix of the topography; nullptr where no table is for the site.
const SiteTables* site_tables(std::string_view topography);

}  // namespace restage::staging
