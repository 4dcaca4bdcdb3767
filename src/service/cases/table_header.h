// SPDX-License-Identifier: Apache-2.0
#pragma once
// The first line of a table of cases: its columns, or what keeps it from being one.
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace restage::service {

/// The names of the columns, in order: trimmed, and in lower case where no other column has that name. An Error
/// names the line, the column and the remedy: no column site, a name that stands twice, another separator.
/// needs_site: false where one pack is used for every row.
Result<std::vector<std::string>> read_table_header(const std::vector<std::string_view>& cells, bool needs_site);

}  // namespace restage::service
