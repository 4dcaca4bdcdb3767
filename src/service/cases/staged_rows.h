// SPDX-License-Identifier: Apache-2.0
#pragma once
// StagedRows: a block of rows of a table of cases, staged together and repeated with their results behind, in order.
//
// Rows are taken on one thread and may be staged on another; a block is used by one thread at a time. What a block
// comes to does not depend on the thread or on what its stager has seen before.
#include <cstddef>
#include <string>
#include <vector>

#include "base/csv_stream.h"
#include "cases/case_stager.h"
#include "service/cases/result_cells.h"

namespace restage::service {

class StagedRows {
 public:
  /// width: columns of the table; with findings t, n and m follow the message.
  StagedRows(std::size_t width, bool findings) : width_(width), findings_(findings) {}

  /// Takes the row at hand, and gives its cells to the stager that will write the block.
  void add(CsvStream& rows, cases::CaseStager& stager);
  /// Takes the row at hand with its cells, for a stager to come.
  void hold(CsvStream& rows);
  /// Gives the cells held to a stager.
  void give(cases::CaseStager& stager);
  bool is_full() const noexcept;
  bool is_empty() const noexcept { return block_.empty(); }
  /// Stages the rows and appends them with their results; the block is then empty. The first one has the number
  /// rows_before + 1. cells: of the stager.
  void write(cases::CaseStager& stager, ResultCells& cells, std::size_t rows_before, std::string& out);
  std::size_t size() const noexcept { return block_.size(); }
  std::size_t refused() const noexcept { return refused_; }  ///< in all blocks so far

 private:
  struct Row {
    std::size_t end = 0;  ///< of what is repeated, in text_
    std::size_t line = 0;
    std::string_view line_end;  ///< of static text
    bool has_open_quote = false;
    std::size_t width = 0;      ///< of the row itself
    std::size_t cells_end = 0;  ///< of its cells, in held_
  };
  struct HeldCell {
    std::uint32_t column = 0;
    std::uint64_t word = 0;
    std::size_t begin = 0, size = 0;  ///< in held_text_
  };
  void take(CsvStream& rows);
  void repeat(CsvStream& rows);
  void append_refusal(std::string& out, std::size_t number, const Row& row, std::string_view refusal);

  std::size_t width_;
  bool findings_;
  std::string text_;
  std::vector<Row> block_;
  std::string held_text_;
  std::vector<HeldCell> held_;
  std::vector<FilledCell> filled_;
  std::size_t refused_ = 0;
};

}  // namespace restage::service
