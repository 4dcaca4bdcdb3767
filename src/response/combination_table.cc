// SPDX-License-Identifier: Apache-2.0
#include "response/combination_table.h"

#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "base/text.h"
#include "base/tsv.h"

namespace restage::response {
namespace {

struct Cell {
  bool any = false;
  bool negated = false;
  std::vector<std::string_view> values;
};

Cell read_cell(std::string_view text) {
  Cell cell;
  text = text::trim(text);
  if (text == "-" || text.empty()) {
    cell.any = true;
    return cell;
  }
  if (text.front() == '!') {
    cell.negated = true;
    text.remove_prefix(1);
  }
  for (const std::string_view value : text::split(text, ',')) cell.values.push_back(text::trim(value));
  return cell;
}

std::string_view cell_at(const std::vector<std::string_view>& line, std::size_t index) {
  return index < line.size() ? text::trim(line[index]) : std::string_view{};
}

// Where the columns stand; those that are missing stand behind the last.
struct Columns {
  std::vector<std::size_t> inputs;
  std::vector<std::size_t> results;  // their titles start with '='
  std::size_t row = 0;
  std::size_t source = 0;
  std::size_t note = 0;
};

Columns read_columns(const std::vector<std::string_view>& header) {
  Columns columns;
  columns.source = columns.note = header.size();
  for (std::size_t i = 0; i < header.size(); ++i) {
    const std::string_view title = text::trim(header[i]);
    if (title == "row") {
      columns.row = i;
    } else if (title == "source") {
      columns.source = i;
    } else if (title == "note") {
      columns.note = i;
    } else if (!title.empty() && title.front() == '=') {
      columns.results.push_back(i);
    } else {
      columns.inputs.push_back(i);
    }
  }
  return columns;
}

}  // namespace

Result<CombinationTable> CombinationTable::parse(std::string_view tsv, std::string_view path) {
  CombinationTable table;
  std::string_view stem = path.substr(path.rfind('/') + 1);
  table.name_ = stem.substr(0, stem.rfind('.'));
  const Tsv file = read_tsv(tsv);
  if (file.header.empty())
    return Error{ErrorCode::Malformed, "the table is empty; write a header line", std::string(path)};
  const Columns columns = read_columns(file.header);
  for (const std::size_t i : columns.inputs) table.inputs_.emplace_back(file.header[i]);
  for (const std::size_t i : columns.results) table.outputs_.emplace_back(file.header[i].substr(1));
  if (table.outputs_.empty())
    return Error{ErrorCode::Malformed, "no result column; start its title with '='", std::string(path)};
  std::vector<std::vector<Cell>> cells;
  table.values_.resize(columns.inputs.size());
  for (const TsvLine& line : file.lines) {
    Row row;
    row.id = cell_at(line.cells, columns.row);
    row.source = cell_at(line.cells, columns.source);
    row.note = cell_at(line.cells, columns.note);
    for (const std::size_t i : columns.results) row.results.emplace_back(cell_at(line.cells, i));
    auto& parsed = cells.emplace_back();
    for (std::size_t i = 0; i < columns.inputs.size(); ++i) {
      row.cells.emplace_back(cell_at(line.cells, columns.inputs[i]));
      parsed.push_back(read_cell(cell_at(line.cells, columns.inputs[i])));
      for (const std::string_view value : parsed.back().values)
        if (std::find(table.values_[i].begin(), table.values_[i].end(), value) == table.values_[i].end())
          table.values_[i].emplace_back(value);
    }
    if (row.id.empty())
      return Error{ErrorCode::Malformed, fmt::format("line {} has no row id", line.number), std::string(path)};
    table.rows_.push_back(std::move(row));
  }
  std::vector<std::uint32_t> class_counts;
  for (const auto& values : table.values_) class_counts.push_back(static_cast<std::uint32_t>(values.size() + 1));
  rules::TableBuilder builder(class_counts, static_cast<std::uint32_t>(table.rows_.size()));
  for (rules::RowIndex r = 0; r < cells.size(); ++r)
    for (std::size_t i = 0; i < cells[r].size(); ++i) {
      const Cell& cell = cells[r][i];
      for (rules::ClassId c = 0; c < class_counts[i]; ++c) {
        const bool named =
            c > 0 && std::find(cell.values.begin(), cell.values.end(), table.values_[i][c - 1]) != cell.values.end();
        if (cell.any || named != cell.negated) builder.admit(r, i, c);
      }
    }
  table.table_ = std::move(builder).build();
  return table;
}

const CombinationTable::Row* CombinationTable::look_up(std::span<const std::string_view> values) const {
  RESTAGE_ASSERT(values.size() == inputs_.size());
  std::array<rules::ClassId, 8> classes{};
  RESTAGE_ASSERT(values.size() <= classes.size());
  for (std::size_t i = 0; i < values.size(); ++i) {
    const auto& known = values_[i];
    const auto found = std::find(known.begin(), known.end(), values[i]);
    classes[i] = found == known.end() ? rules::ClassId{0} : static_cast<rules::ClassId>(found - known.begin() + 1);
  }
  const rules::RowIndex row = table_.first_match({classes.data(), values.size()});
  return row == rules::kNoRow ? nullptr : &rows_[row];
}

}  // namespace restage::response
