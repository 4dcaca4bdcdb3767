// SPDX-License-Identifier: Apache-2.0
#pragma once
// The SDTM side of `restage response`: reading a folder, comparing with what it stores, writing RS and
// ADaM-like datasets.
#include <string>
#include <vector>

#include "formats/sdtm/study.h"
#include "response/check_stored.h"
#include "response/criterion.h"
#include "statement/response.h"

namespace restage::cli {

/// Computed responses as an SDTM RS dataset (CSV).
std::string rs_dataset(const std::vector<statement::ResponseResult>& results, const response::Criterion& criterion);
/// One row a subject, reader and parameter: OVR of each visit, BOR, CBOR, RSP, DCR.
std::string adrs_dataset(const std::vector<statement::ResponseResult>& results, const response::Criterion& criterion);
/// One row a subject, reader and time-to-event parameter, CNSR 0 for an event.
std::string adtte_dataset(const std::vector<statement::ResponseResult>& results);
/// The comparison for people: counts by reason, then every disagreement.
std::string comparison_text(const response::StoredComparison& comparison, const std::string& set, bool all);
/// The same as JSON, an object.
std::string comparison_json(const response::StoredComparison& comparison, const std::string& set);

}  // namespace restage::cli
