// SPDX-License-Identifier: Apache-2.0
#pragma once
// One SDTM dataset as CSV: columns by name, missing values as empty text. Read row by row in bounded memory; cells
// are valid until the next row. A missing value is an empty cell or a bare NA; a quoted "NA" is text.
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/byte_source.h"
#include "base/csv_stream.h"
#include "base/result.h"

namespace restage::sdtm {

class Table {
 public:
  /// A missing file gives an empty table when `required` is false.
  static Result<Table> open(const std::string& path, bool required);

  bool exists() const noexcept { return exists_; }
  /// false at the end, and where reading failed: see error().
  bool next();
  /// The current row is given once more by the next call of next().
  void hold() noexcept { held_ = true; }
  const std::optional<Error>& error() const noexcept { return error_; }
  /// Cell of a column of the current row; empty when missing or when there is no such column.
  std::string_view operator[](int column) const noexcept;
  int column(std::string_view name) const noexcept;  ///< -1 when absent
  std::size_t line() const noexcept { return rows_ ? rows_->line() : 0; }
  const std::string& path() const noexcept { return path_; }

 private:
  std::string path_;
  bool exists_ = false;
  bool held_ = false;
  std::unique_ptr<ByteSource> source_;
  std::unique_ptr<CsvStream> rows_;
  std::vector<std::string> header_;
  std::optional<Error> error_;
};

}  // namespace restage::sdtm
