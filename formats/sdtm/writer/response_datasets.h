// SPDX-License-Identifier: Apache-2.0
#pragma once
// Computed responses as datasets in CSV: RS of SDTM, and the forms of ADRS and ADTTE. Pure functions.
#include <string>
#include <vector>

#include "statement/response.h"

namespace restage::sdtm {

/// RS. `category` is RSCAT: the title of the criterion.
std::string rs_dataset(const std::vector<statement::ResponseResult>& results, const std::string& category);
/// One row a subject, reader and parameter: OVR of each visit, BOR, CBOR, CRSP, DCR.
std::string adrs_dataset(const std::vector<statement::ResponseResult>& results, const std::string& category);
/// One row a subject, reader and time-to-event parameter, CNSR 0 for an event.
std::string adtte_dataset(const std::vector<statement::ResponseResult>& results);

}  // namespace restage::sdtm
