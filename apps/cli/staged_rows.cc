// SPDX-License-Identifier: Apache-2.0
#include "apps/cli/staged_rows.h"

#include "base/csv.h"
#include "cases/case_header.h"

namespace restage::cli {
namespace {
constexpr std::size_t kMaxRows = 8192, kMaxText = std::size_t{4} << 20;
}  // namespace

bool StagedRows::is_full() const noexcept { return block_.size() >= kMaxRows || text_.size() >= kMaxText; }

void StagedRows::add(CsvStream& rows) {
  repeat(rows);
  block_.push_back({text_.size(), rows.line(), rows.line_end(), rows.has_open_quote()});
  if (!rows.has_open_quote()) stager_.add(rows.filled(), rows.size());
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

void StagedRows::write(std::string& out) {
  const std::span<const cases::CaseOutcome> outcomes = stager_.stage_added();
  std::size_t begin = 0, next = 0;
  for (const Row& row : block_) {
    ++number_;
    out.append(text_, begin, row.end - begin);
    begin = row.end;
    if (row.has_open_quote)
      append_refusal(out, row, cases::open_quote_refusal().text());
    else if (const cases::CaseOutcome& outcome = outcomes[next++]; outcome.result == nullptr)
      append_refusal(out, row, outcome.refusal.text());
    else
      out.append(outcome.result->csv);
    out.append(row.line_end);
  }
  text_.clear();
  block_.clear();
}

void StagedRows::append_refusal(std::string& out, const Row& row, std::string_view refusal) {
  ++refused_;
  out.append(",,,refused,");
  append_csv_cell(
      out, "row " + std::to_string(number_) + " (line " + std::to_string(row.line) + "): " + std::string(refusal));
  if (findings_) out.append(",,,");
}

}  // namespace restage::cli
