// SPDX-License-Identifier: Apache-2.0
#include "base/csv.h"

namespace restage {

void append_quoted_csv_cell(std::string& out, std::string_view cell) {
  out += '"';
  for (const char c : cell) {
    if (c == '"') out += '"';
    out += c;
  }
  out += '"';
}

void append_csv_cell(std::string& out, std::string_view cell, char separator) {
  const bool quote = cell.find(separator) != std::string_view::npos ||
                     cell.find_first_of("\"\n\r") != std::string_view::npos ||
                     (!cell.empty() && (cell.front() == ' ' || cell.back() == ' '));
  if (quote)
    append_quoted_csv_cell(out, cell);
  else
    out += cell;
}

void append_csv_row(std::string& out, const std::vector<std::string>& cells, char separator) {
  for (std::size_t i = 0; i < cells.size(); ++i) {
    if (i > 0) out += separator;
    append_csv_cell(out, cells[i], separator);
  }
  out += '\n';
}

}  // namespace restage
