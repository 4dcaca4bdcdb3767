// SPDX-License-Identifier: Apache-2.0
#include "service/cases/stage.h"

#include <utility>

#include "service/cases/case_run.h"
#include "service/cases/staged_rows.h"
#include "stream/pipeline.h"

namespace restage::service {
namespace {

constexpr std::size_t kHandOverAt = std::size_t{1} << 17;

std::string head_of(CaseTable& table, bool from_findings) {
  std::string head = table.head_line();
  head.append(from_findings ? ",group,possible,status,message,t,n,m" : ",group,possible,status,message");
  return head.append(table.line_end());
}

/// Rows staged where they are read, without a copy of their cells.
Result<StageOutcome> stage_here(CaseRun& run, StagedRows block, std::string out, const TextSink& sink) {
  cases::CaseStager& stager = run.add_stager(false);
  ResultCells cells(run.start() == rules::Pack::Start::Findings);
  std::size_t rows = 0;
  for (bool is_row = true; is_row;) {
    is_row = run.next_row();
    if (is_row) block.add(run.table().rows(), stager);
    if (!is_row || block.is_full()) {
      const std::size_t size = block.size();
      block.write(stager, cells, rows, out);
      rows += size;
    }
    if (out.size() <= kHandOverAt && is_row) continue;
    if (!sink(out)) return CaseRun::not_taken();
    out.clear();
  }
  return run.outcome(rows, block.refused());
}

/// Rows read here and staged by threads, block by block.
struct Block {
  std::optional<StagedRows> rows;
  std::size_t rows_before = 0;
  std::string out;
};

Result<StageOutcome> stage_by_threads(CaseRun& run, const StagedRows& empty, std::string head, const TextSink& sink) {
  if (!sink(head)) return CaseRun::not_taken();
  std::size_t rows = 0, refused = 0;
  bool taken = true;
  stream::Steps<Block> steps;
  steps.read = [&](Block& block) -> Result<bool> {
    block.rows = empty;
    block.rows_before = rows;
    block.out.clear();
    while (!block.rows->is_full() && run.next_row()) block.rows->hold(run.table().rows());
    rows += block.rows->size();
    return !block.rows->is_empty();
  };
  const bool findings = run.start() == rules::Pack::Start::Findings;
  steps.make_worker = [&] {
    return [&stager = run.add_stager(false), cells = ResultCells(findings)](Block& block) mutable -> Result<void> {
      block.rows->give(stager);
      block.rows->write(stager, cells, block.rows_before, block.out);
      return {};
    };
  };
  steps.write = [&](Block& block) {
    refused += block.rows->refused();
    return taken = sink(block.out);
  };
  if (auto done = stream::run(run.threads(), steps); !done) return std::move(done).error();
  if (!taken) return CaseRun::not_taken();
  return run.outcome(rows, refused);
}

}  // namespace

Result<StageOutcome> stage_table(StageRequest& request, const TextSink& sink) {
  auto run = CaseRun::open(request);
  if (!run) return std::move(run).error();
  const StagedRows empty(run->table().header().size(), request.from_findings);
  std::string head = head_of(run->table(), request.from_findings);
  if (run->threads() == 1) return stage_here(*run, empty, std::move(head), sink);
  return stage_by_threads(*run, empty, std::move(head), sink);
}

}  // namespace restage::service
