// SPDX-License-Identifier: Apache-2.0
#pragma once
// CSV out (RFC 4180), and the cell that readers of records give. Reading: csv_stream.h.
#include <string>
#include <string_view>
#include <vector>

namespace restage {

/// A quoted cell is told from a bare one, because some files write a missing value as a bare token.
struct CsvCell {
  std::string_view text;
  bool quoted = false;
};

/// Appends a cell in quotes, quotes in it doubled.
void append_quoted_csv_cell(std::string& out, std::string_view cell);

/// Appends a cell, quoted when it needs to be.
void append_csv_cell(std::string& out, std::string_view cell, char separator = ',');
/// Appends a row with its line end.
void append_csv_row(std::string& out, const std::vector<std::string>& cells, char separator = ',');

}  // namespace restage
