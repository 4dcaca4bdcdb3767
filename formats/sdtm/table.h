// SPDX-License-Identifier: Apache-2.0
#pragma once
// One SDTM dataset as CSV: columns by name, missing values as empty text. Rows are views into the file.
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/csv.h"
#include "base/result.h"

namespace restage::sdtm {

class Table {
 public:
  /// A missing file gives an empty table when `required` is false.
  static Result<Table> open(const std::string& path, bool required);

  bool exists() const noexcept { return exists_; }
  bool next();
  /// Cell of a column of the current row; empty when missing or when there is no such column.
  std::string_view operator[](int column) const noexcept;
  int column(std::string_view name) const noexcept;  ///< -1 when absent
  std::size_t line() const noexcept { return cursor_->line(); }
  const std::string& path() const noexcept { return path_; }

 private:
  std::string path_;
  bool exists_ = false;
  std::unique_ptr<std::string> text_;
  std::unique_ptr<CsvCursor> cursor_;
  std::vector<std::string> header_;
  std::vector<CsvCell> row_;
};

}  // namespace restage::sdtm
