// SPDX-License-Identifier: Apache-2.0
#pragma once
// Where a study may be cut so that every subject stays whole: subjects behind some thousand rows of each table.
#include <string>
#include <vector>

#include "base/result.h"

namespace restage::sdtm {

/// The last subject of each part but the last, in order; empty where some table is not in order of USUBJID (bytewise)
/// or the study is small. Tables that do not exist are passed over.
Result<std::vector<std::string>> subject_limits(const std::vector<std::string>& paths);

}  // namespace restage::sdtm
