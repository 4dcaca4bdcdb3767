// SPDX-License-Identifier: Apache-2.0
#pragma once
// The question `primaries`: a table of pairs of tumors in, its columns as written with result, step and reason out, row
// by row in bounded memory. Columns: year, month, day, site, hist, beh and lat, each with 1 and with 2 at its end;
// others are carried along. Pure but for the inputs that the request names.
#include <functional>
#include <string>
#include <string_view>

#include "service/request/input.h"
#include "service/request/outcome.h"
#include "service/request/rule_packs.h"

namespace restage::service {

struct PrimariesRequest {
  Input table;
  std::string rule_set = "SEER";
  RulePacks packs;  ///< null: those of the program
};

struct PrimariesOutcome {
  Status status = Status::Done;
  std::size_t rows = 0;
};

/// The sink gets CSV text and says whether to go on. Fails where the table cannot be opened or lacks a column.
Result<PrimariesOutcome> primaries(PrimariesRequest& request, const std::function<bool(std::string_view)>& sink);

}  // namespace restage::service
