// SPDX-License-Identifier: Apache-2.0
#include "service/cases/stage.h"

#include <span>
#include <utility>

#include "base/csv.h"
#include "service/cases/case_run.h"
#include "service/cases/convention_cells.h"
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

void append_refusal(std::string& out, std::size_t row, std::size_t line, const std::string& refusal, bool findings) {
  out.append(",,,refused,");
  append_csv_cell(out, "row " + std::to_string(row) + " (line " + std::to_string(line) + "): " + refusal);
  out.append(findings ? ",,,," : ",");
}

/// "invades none; m M0"
std::string assumed_cell(std::span<const statement::Assumption> assumed) {
  std::string cell;
  for (const statement::Assumption& each : assumed) cell += (cell.empty() ? "" : "; ") + each.input + " " + each.value;
  return cell;
}

/// Row by row: what one empty cell counts as depends on what the other cells come to.
Result<StageOutcome> stage_with_conventions(CaseRun& run, const TextSink& sink) {
  auto conventions = staging::Conventions::load(run.packs());
  if (!conventions) return std::move(conventions).error();
  const std::size_t width = run.table().header().size();
  const std::vector<std::string> header = ConventionCells::header_for(*conventions, run.table().header());
  const bool findings = run.start() == rules::Pack::Start::Findings;
  ConventionCells filler(std::move(*conventions), run.add_stager(false, &header), header, run.start());
  ResultCells cells(findings);
  std::string out = run.table().head_line();
  out.append(findings ? ",group,possible,status,message,t,n,m,assumed" : ",group,possible,status,message,assumed");
  out.append(run.table().line_end());
  std::size_t rows = 0, refused = 0;
  while (run.next_row()) {
    CsvStream& row = run.table().rows();
    ++rows;
    const std::vector<std::string_view> written(row.cells().begin(), row.cells().end());
    for (std::size_t i = 0; i < width; ++i) {
      if (i > 0) out += ',';
      if (i < written.size()) append_csv_cell(out, written[i]);
    }
    const cases::CaseOutcome* outcome = row.has_open_quote() ? nullptr : &filler.stage(written, row.size());
    if (outcome != nullptr && outcome->result != nullptr) {
      out.append(cells.of(*outcome->result)) += ',';
      append_csv_cell(out, assumed_cell(filler.assumed()));
    } else {
      ++refused;
      append_refusal(out, rows, row.line(), (outcome == nullptr ? open_quote_refusal() : outcome->refusal).text(),
                     findings);
    }
    out.append(row.line_end());
    if (out.size() <= kHandOverAt) continue;
    if (!sink(out)) return CaseRun::not_taken();
    out.clear();
  }
  if (!sink(out)) return CaseRun::not_taken();
  return run.outcome(rows, refused);
}

}  // namespace

Result<StageOutcome> stage_table(StageRequest& request, const TextSink& sink) {
  auto run = CaseRun::open(request);
  if (!run) return std::move(run).error();
  if (request.conventions) return stage_with_conventions(*run, sink);
  const StagedRows empty(run->table().header().size(), request.from_findings);
  std::string head = head_of(run->table(), request.from_findings);
  if (run->threads() == 1) return stage_here(*run, empty, std::move(head), sink);
  return stage_by_threads(*run, empty, std::move(head), sink);
}

}  // namespace restage::service
