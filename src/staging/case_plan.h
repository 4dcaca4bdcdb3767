// SPDX-License-Identifier: Apache-2.0
#pragma once
// CasePlan: one pack applied to the rows of one table of cases. Cells are read once per distinct text, results
// made once per distinct combination of value classes. Not thread-safe; the pack must outlive it.
#include <string>
#include <string_view>
#include <vector>

#include "rules/case_memo.h"
#include "staging/case_results.h"
#include "staging/text_index.h"

namespace restage::staging {

struct CaseOutcome {
  const CaseResult* result = nullptr;  ///< nullptr: refused
  std::string refusal;                 ///< column, value and remedy
};

class CasePlan {
 public:
  /// header: the column names of the table, in order. texts: one per column, shared by the plans of the table.
  CasePlan(const rules::Pack& pack, rules::Pack::Start start, const std::vector<std::string>& header, std::vector<ColumnTexts>& texts);
  CasePlan(const CasePlan&) = delete;
  CasePlan& operator=(const CasePlan&) = delete;

  const rules::Pack& pack() const noexcept { return pack_; }
  /// Columns of the table that this pack reads.
  const std::vector<bool>& used_columns() const noexcept { return used_columns_; }
  void stage(const std::vector<std::string_view>& cells, CaseOutcome& outcome);
  /// The known inputs of a row as the pack spells them, for a single evaluation.
  std::vector<std::pair<std::string, std::string>> inputs_of(const std::vector<std::string_view>& cells);

 private:
  struct Cell {
    std::uint32_t class_id = 0;
    int classification = -1;   ///< from a prefix; -1 without one
    std::string text;          ///< as the pack spells it
    std::string refusal;       ///< not empty: refused
  };
  /// A cell in one word: class, classification + 1 above it, or the number of a refusal with the top bit.
  static constexpr std::uint32_t kRefusedBit = 0x8000'0000, kClassBits = 24, kClassMask = 0xFF'FFFF, kNotRead = 0xFFFF'FFFF;
  struct Column {
    std::vector<std::uint32_t> cells;  ///< [number of the text] -> packed, or kNotRead
    std::uint32_t generation = 0;      ///< of the texts that `cells` speaks of
    std::uint32_t csv = 0;
    std::uint32_t slot = 0;
    char axis = 0;                     ///< t, n, m; 0 for others
  };

  std::uint32_t packed_cell(Column& column, std::string_view text);
  std::uint32_t read_cell(Column& column, std::uint32_t number, std::string_view text);
  Cell read(const Column& column, std::string_view text);
  std::string_view name_of(const Column& column) const;
  bool apply_prefix(const Column& column, int classification, std::string_view text, CaseOutcome& outcome);
  bool read_row(const std::vector<std::string_view>& cells, CaseOutcome& outcome);
  void start_over();
  void forget_refusals();

  const rules::Pack& pack_;
  const rules::Program& program_;
  std::vector<ColumnTexts>& texts_;
  rules::CaseMemo memo_;
  CaseResults results_;
  std::vector<Column> columns_;
  std::vector<std::uint32_t> classes_;
  std::vector<std::uint32_t> classification_class_;  ///< [classification] -> class in slot 0
  int row_classification_ = -1;
  bool classification_given_ = false;
  std::vector<std::string> refusals_;                ///< of cells that cannot be read
  std::vector<bool> used_columns_;
};

}  // namespace restage::staging
