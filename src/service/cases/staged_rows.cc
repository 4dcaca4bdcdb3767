// SPDX-License-Identifier: Apache-2.0
#include "service/cases/staged_rows.h"

#include "base/csv.h"
#include "service/cases/case_table.h"

namespace restage::service {
namespace {
constexpr std::size_t kMaxRows = 8192, kMaxText = std::size_t{4} << 20;
}  // namespace

bool StagedRows::is_full() const noexcept { return block_.size() >= kMaxRows || text_.size() >= kMaxText; }

void StagedRows::take(CsvStream& rows) {
  repeat(rows);
  block_.push_back({text_.size(), rows.line(), rows.line_end(), rows.has_open_quote(), rows.size(), held_.size()});
}

void StagedRows::add(CsvStream& rows, cases::CaseStager& stager) {
  take(rows);
  if (!rows.has_open_quote()) stager.add(rows.filled(), rows.size());
}

void StagedRows::hold(CsvStream& rows) {
  if (!rows.has_open_quote())
    for (const FilledCell& cell : rows.filled()) {
      held_.push_back({cell.column, cell.word, held_text_.size(), cell.text.size()});
      held_text_.append(cell.text);
    }
  take(rows);
}

void StagedRows::give(cases::CaseStager& stager) {
  std::size_t next = 0;
  for (const Row& row : block_) {
    filled_.clear();
    for (; next < row.cells_end; ++next)
      filled_.push_back({held_[next].column, std::string_view(held_text_).substr(held_[next].begin, held_[next].size),
                         held_[next].word});
    if (!row.has_open_quote) stager.add(filled_, row.width);
  }
}

/// The row as written where it has its cells, else as many cells as there are columns.
void StagedRows::repeat(CsvStream& rows) {
  if (rows.size() <= width_ && !rows.has_open_quote()) {
    text_.append(rows.raw());
    text_.append(width_ - rows.size(), ',');
    return;
  }
  const auto& cells = rows.cells();
  for (std::size_t i = 0; i < width_; ++i) {
    if (i > 0) text_ += ',';
    if (i < cells.size()) append_csv_cell(text_, cells[i]);
  }
}

void StagedRows::write(cases::CaseStager& stager, ResultCells& cells, std::size_t rows_before, std::string& out) {
  const std::span<const cases::CaseOutcome> outcomes = stager.stage_added();
  std::size_t begin = 0, next = 0, number = rows_before;
  for (const Row& row : block_) {
    ++number;
    out.append(text_, begin, row.end - begin);
    begin = row.end;
    if (row.has_open_quote)
      append_refusal(out, number, row, open_quote_refusal().text());
    else if (const cases::CaseOutcome& outcome = outcomes[next++]; outcome.result == nullptr)
      append_refusal(out, number, row, outcome.refusal.text());
    else
      out.append(cells.of(*outcome.result));
    out.append(row.line_end);
  }
  text_.clear();
  block_.clear();
  held_.clear();
  held_text_.clear();
}

void StagedRows::append_refusal(std::string& out, std::size_t number, const Row& row, std::string_view refusal) {
  ++refused_;
  out.append(",,,refused,");
  append_csv_cell(
      out, "row " + std::to_string(number) + " (line " + std::to_string(row.line) + "): " + std::string(refusal));
  if (findings_) out.append(",,,");
}

}  // namespace restage::service
