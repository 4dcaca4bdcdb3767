// SPDX-License-Identifier: Apache-2.0
#pragma once
// What both forms of the question `stage` share: the table opened, a stager for each thread, the end. For the files of
// this folder. Not thread-safe, but each stager may be used by a thread of its own.
#include <deque>
#include <optional>

#include "cases/case_stager.h"
#include "service/cases/case_table.h"
#include "service/cases/stage.h"

namespace restage::service {

class CaseRun {
 public:
  /// Fails when the table or the pack asked for cannot be opened. The request must outlive the run.
  static Result<CaseRun> open(StageRequest& request);

  CaseTable& table() noexcept { return table_; }
  rules::Pack::Start start() const noexcept;
  std::size_t threads() const noexcept;
  const rules::PackLibrary& packs() const noexcept { return *packs_; }
  /// One more stager, good as long as the run; of rows with more columns where a header is given.
  cases::CaseStager& add_stager(bool with_reasons, const std::vector<std::string>* header = nullptr);
  /// The next row; false at the end, and where the input ends with an error, which the outcome then holds.
  bool next_row();
  StageOutcome outcome(std::size_t rows, std::size_t refused);
  static Error not_taken() { return {ErrorCode::FileUnwritable, "writing failed", ""}; }

 private:
  CaseRun(const StageRequest& request, RulePacks packs, CaseTable table)
      : request_(&request), packs_(std::move(packs)), table_(std::move(table)) {}
  std::vector<UnusedColumn> unused_columns() const;

  const StageRequest* request_;
  RulePacks packs_;
  CaseTable table_;
  std::deque<cases::CaseStager> stagers_;
  std::optional<Error> cut_;
};

}  // namespace restage::service
