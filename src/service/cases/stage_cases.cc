// SPDX-License-Identifier: Apache-2.0
// The question `stage` answered in values: each case with what it rests on.
#include "service/cases/stage.h"

#include <optional>
#include <utility>

#include "service/cases/case_run.h"
#include "service/cases/convention_cells.h"
#include "service/cases/staged_case.h"
#include "stream/pipeline.h"

namespace restage::service {
namespace {

constexpr std::size_t kRows = 512;

struct HeldRow {
  std::vector<std::string> cells;
  std::size_t size = 0;
  std::size_t row = 0, line = 0;
  bool has_open_quote = false;
};

struct Block {
  std::vector<HeldRow> rows;
  std::vector<statement::StagedCase> cases;
};

HeldRow hold(CsvStream& rows, std::size_t number) {
  const auto& cells = rows.cells();
  return {{cells.begin(), cells.end()}, rows.size(), number, rows.line(), rows.has_open_quote()};
}

/// Stages rows on one thread.
class Worker {
 public:
  explicit Worker(cases::CaseStager& stager) : stager_(&stager) {}
  Worker(cases::CaseStager& stager, ConventionCells filler) : stager_(&stager), filler_(std::move(filler)) {}

  Result<void> operator()(Block& block) {
    for (const HeldRow& row : block.rows) block.cases.push_back(stage(row));
    return {};
  }

 private:
  statement::StagedCase stage(const HeldRow& row) {
    cells_.assign(row.cells.begin(), row.cells.end());
    if (row.has_open_quote) {
      outcome_ = {nullptr, open_quote_refusal()};
    } else if (filler_) {
      outcome_ = filler_->stage(cells_, row.size);
      cells_ = filler_->cells();
    } else {
      find_filled(cells_, filled_);
      stager_->stage(filled_, row.size, outcome_);
    }
    statement::StagedCase staged;
    if (outcome_.result != nullptr) {
      cases::CasePlan& plan = *stager_->plan();
      staged = staged_case(plan.pack().identity(), plan.inputs_of(cells_), *outcome_.result);
      if (filler_) staged.assumed.assign(filler_->assumed().begin(), filler_->assumed().end());
    } else {
      staged.refused = true;
      staged.message = outcome_.refusal.text();
    }
    staged.row = row.row;
    staged.line = row.line;
    return staged;
  }

  cases::CaseStager* stager_;
  std::optional<ConventionCells> filler_;  // only where conventions were asked for
  cases::CaseOutcome outcome_;
  std::vector<std::string_view> cells_;
  std::vector<FilledCell> filled_;
};

}  // namespace

Result<StageOutcome> stage_cases(StageRequest& request, const CaseSink& sink) {
  auto run = CaseRun::open(request);
  if (!run) return std::move(run).error();
  std::size_t rows = 0, refused = 0;
  bool taken = true;
  stream::Steps<Block> steps;
  steps.read = [&](Block& block) -> Result<bool> {
    block.rows.clear();
    block.cases.clear();
    while (block.rows.size() < kRows && run->next_row()) block.rows.push_back(hold(run->table().rows(), ++rows));
    return !block.rows.empty();
  };
  std::optional<staging::Conventions> conventions;
  std::vector<std::string> header = run->table().header();
  if (request.conventions) {
    auto loaded = staging::Conventions::load(run->packs());
    if (!loaded) return std::move(loaded).error();
    conventions = std::move(*loaded);
    header = ConventionCells::header_for(*conventions, std::move(header));
  }
  steps.make_worker = [&] {
    cases::CaseStager& stager = run->add_stager(true, &header);
    return conventions ? Worker(stager, ConventionCells(*conventions, stager, header, run->start())) : Worker(stager);
  };
  steps.write = [&](Block& block) {
    for (const statement::StagedCase& staged : block.cases) {
      refused += staged.refused ? 1 : 0;
      if (!(taken = sink(staged))) return false;
    }
    return true;
  };
  if (auto done = stream::run(run->threads(), steps); !done) return std::move(done).error();
  if (!taken) return CaseRun::not_taken();
  return run->outcome(rows, refused);
}

}  // namespace restage::service
