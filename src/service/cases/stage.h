// SPDX-License-Identifier: Apache-2.0
#pragma once
// The question `stage`: a table of cases (CSV, one case a row) in, the same rows with their stage groups out, in order.
//
// Rows are staged by several threads and handed over on the calling one.
// A row that cannot be staged is refused with its reason and counted; the others are complete. Memory does not grow
// with the table. Pure but for the input named.
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "service/request/input.h"
#include "service/request/outcome.h"
#include "service/request/rule_packs.h"
#include "statement/staged_case.h"

namespace restage::service {

struct StageRequest {
  Input cases;
  bool from_findings = false;  ///< derive t, n, m from finding columns, and add them
  std::string edition;         ///< instead of the column edition; empty: the column, else the date of diagnosis
  std::string pack;            ///< this pack for every row, also a risk score; empty: by edition and site
  RulePacks packs;
  std::size_t threads = 0;   ///< 0: all cores; the answer is the same for any number
  bool conventions = false;  ///< empty cells count as conventions have it; the column assumed says which
};

/// A column that no pack used.
struct UnusedColumn {
  std::string name;
  std::vector<std::string> near;  ///< inputs of the packs that it may have been meant for, the nearest first
};

struct StageOutcome {
  Status status = Status::Done;
  std::size_t rows = 0;
  std::size_t refused = 0;
  std::vector<UnusedColumn> unused_columns;  ///< without those known for being carried through, such as id and note
  std::optional<Error> cut;                  ///< the input ended with an error; the rows before it are complete
};

/// Gets bytes in order; says whether they could be taken. What is not taken ends the question with FileUnwritable.
using TextSink = std::function<bool(std::string_view)>;
using CaseSink = std::function<bool(const statement::StagedCase&)>;

/// The table with its result columns behind: group,possible,status,message and, from findings, t,n,m.
Result<StageOutcome> stage_table(StageRequest& request, const TextSink& sink);
/// Each case with what it rests on.
Result<StageOutcome> stage_cases(StageRequest& request, const CaseSink& sink);

}  // namespace restage::service
