// SPDX-License-Identifier: Apache-2.0
#pragma once
// CombinationTable: how calls combine (target x non-target x new lesion -> overall), read from a TSV of a
// criterion's folder and compiled into the one decision table of the project.
//
// Columns: row, the inputs, results that start with '=', source, note. Cells: '-' anything, `A,B` any of
// these, `!A,B` anything but these; the first accepting row wins. Immutable after parse(); thread-safe.
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "rules/table/table.h"

namespace restage::response {

class CombinationTable {
 public:
  struct Row {
    std::string id;
    std::vector<std::string> cells;    ///< as written, in the order of inputs()
    std::vector<std::string> results;  ///< in the order of outputs()
    std::string source;
    std::string note;
  };

  /// `path` is named in errors.
  static Result<CombinationTable> parse(std::string_view tsv, std::string_view path);

  /// Row for the values given in the order of inputs(); nullptr when none accepts.
  const Row* look_up(std::span<const std::string_view> values) const;
  const Row* look_up(std::initializer_list<std::string_view> values) const {
    return look_up(std::span<const std::string_view>(values.begin(), values.size()));
  }

  const std::string& name() const noexcept { return name_; }  ///< file name without folder and ending
  std::span<const std::string> inputs() const noexcept { return inputs_; }
  std::span<const std::string> outputs() const noexcept { return outputs_; }
  std::span<const Row> rows() const noexcept { return rows_; }
  /// Values that any cell of an input names.
  std::span<const std::string> values_of(std::size_t input) const noexcept { return values_[input]; }

 private:
  std::string name_;
  std::vector<std::string> inputs_;
  std::vector<std::string> outputs_;
  std::vector<Row> rows_;
  std::vector<std::vector<std::string>> values_;  // class k + 1; class 0 is every other value
  rules::CompiledTable table_;
};

}  // namespace restage::response
