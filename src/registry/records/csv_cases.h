// SPDX-License-Identifier: Apache-2.0
#pragma once
// Cases as CSV, a record a case: what the header row says, and a worker for the records below it.
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "core/data_issue.h"
#include "registry/records/block.h"
#include "registry/records/run_plan.h"

namespace restage::registry {

/// CSV with a header row of keys. Carried through beside them: names of records and words about them (`id`, what ends
/// in
/// `_id`, `note`, `comment`, patientIdNumber, tumorRecordNumber), outputs of a run before, which are replaced, and
/// RunOptions::carried. Any other column is an error, as an unknown key of NDJSON is. The writer's header is the first
/// output.
struct CsvPlan {
  std::shared_ptr<const RunPlan> run;
  std::vector<std::string> columns;        ///< of the input
  std::vector<std::string> added_columns;  ///< behind them
  std::vector<std::string> outputs;        ///< names that outputs have, wanted or not
  std::string header;                      ///< line with newline
  char separator = ',';
  std::vector<DataIssue> issues;  ///< of the header row
};
Result<std::shared_ptr<const CsvPlan>> plan_csv(std::shared_ptr<const RunPlan> run, std::string_view header_line);
std::unique_ptr<BlockWorker> make_csv_worker(std::shared_ptr<const CsvPlan> plan);

}  // namespace restage::registry
