// SPDX-License-Identifier: Apache-2.0
#pragma once
// Sets of an SDTM folder: tr_onco_recist.csv beside tr_onco.csv. The set is the file name between the domain and the
// ending, empty for plain tr.csv. Pure functions over a folder.
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace restage::sdtm {

/// Sets a folder holds: those with an RS or TR file, in order of name.
Result<std::vector<std::string>> list_sets(const std::string& directory);

/// The set to read for a criterion when none is named: plain files first, then the one named after the
/// criterion, then `onco`, then the only one there is.
Result<std::string> choose_set(const std::string& directory, std::string_view criterion);

/// Path of a table of a set: tr, rs, tu ...
std::string table_path(const std::string& directory, std::string_view domain, std::string_view set);

}  // namespace restage::sdtm
