// SPDX-License-Identifier: Apache-2.0
#pragma once
// StagedRows: rows of a table of cases, staged some thousand at a time and repeated with their result behind, in order.
// Not thread-safe; the stager must outlive it.
#include <cstddef>
#include <string>
#include <vector>

#include "base/csv_stream.h"
#include "cases/case_stager.h"

namespace restage::cli {

class StagedRows {
 public:
  /// width: columns of the table; with findings t, n and m follow the message.
  StagedRows(cases::CaseStager& stager, std::size_t width, bool findings)
      : stager_(stager), width_(width), findings_(findings) {}

  /// Takes the row at hand.
  void add(CsvStream& rows);
  bool is_full() const noexcept;
  /// Stages what was added and appends it with its results.
  void write(std::string& out);
  std::size_t rows() const noexcept { return number_; }
  std::size_t refused() const noexcept { return refused_; }

 private:
  struct Row {
    std::size_t end = 0;  ///< of what is repeated, in text_
    std::size_t line = 0;
    std::string_view line_end;  ///< of static text
    bool has_open_quote = false;
  };
  void repeat(CsvStream& rows);
  void append_refusal(std::string& out, const Row& row, std::string_view refusal);

  cases::CaseStager& stager_;
  std::size_t width_;
  bool findings_;
  std::string text_;
  std::vector<Row> block_;
  std::size_t number_ = 0;
  std::size_t refused_ = 0;
};

}  // namespace restage::cli
