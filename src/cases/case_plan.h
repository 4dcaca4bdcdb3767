// SPDX-License-Identifier: Apache-2.0
#pragma once
// CasePlan: one pack applied to the rows of one table of cases. Cells are read once per distinct text, results
// made once per distinct combination of value classes. Not thread-safe; the pack must outlive it.
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "cases/case_results.h"
#include "cases/refusal.h"
#include "cases/text_index.h"
#include "rules/run/case_memo.h"

namespace restage::cases {

struct CaseOutcome {
  const CaseResult* result = nullptr;  ///< nullptr: refused
  Refusal refusal;
};

class CasePlan {
 public:
  /// header: the column names of the table, in order. texts: one per column, and result_count: how many results there
  /// are, both shared by the plans of the table. with_reasons: results say what they rest on, and are good until the
  /// next row only.
  CasePlan(const rules::Pack& pack, rules::Pack::Start start, bool with_reasons, const std::vector<std::string>& header,
           std::vector<ColumnTexts>& texts, std::uint32_t& result_count);
  CasePlan(const CasePlan&) = delete;
  CasePlan& operator=(const CasePlan&) = delete;

  const rules::Pack& pack() const noexcept { return pack_; }
  /// Does this pack read the column of the table?
  bool reads(std::size_t column) const noexcept {
    return place_of_column_[column] != kNoCell || (stations_ && column == stations_->column);
  }
  /// cells: those of a row that are not empty.
  void stage(std::span<const CellNumber> cells, CaseOutcome& outcome);
  /// The known inputs of the row just staged as the pack spells them. cells: those of the row.
  std::vector<std::pair<std::string, std::string>> inputs_of(const std::vector<std::string_view>& cells);

 private:
  struct Cell {
    std::uint32_t class_id = 0;
    int classification = -1;  ///< from a prefix; -1 without one
    std::string text;         ///< as the pack spells it
    Refusal refusal;          ///< with a problem: refused
  };
  /// A cell in one word: class, classification + 1 above it, or the number of a refusal with the top bit.
  static constexpr std::uint32_t kRefusedBit = 0x8000'0000, kClassBits = 24, kClassMask = 0xFF'FFFF,
                                 kNoCell = 0xFFFF'FFFF;
  struct Column {
    std::vector<std::uint32_t> cells;  ///< [number of the text] -> packed, or kNoCell
    std::uint32_t generation = 0;      ///< of the texts that `cells` speaks of
    std::uint32_t table_column = 0;
    std::uint32_t slot = 0;
    char axis = 0;  ///< t, n, m; 0 for others
  };

  std::uint32_t packed_cell(Column& column, std::uint32_t number);
  std::uint32_t read_cell(Column& column, std::uint32_t number);
  Cell read(const Column& column, std::string_view text);
  std::string_view name_of(const Column& column) const;
  bool apply_prefix(std::size_t index, int classification, std::span<const CellNumber> cells, CaseOutcome& outcome);
  bool read_row(std::span<const CellNumber> cells, CaseOutcome& outcome);
  bool read_with_prefixes(std::span<const CellNumber> cells, CaseOutcome& outcome);
  /// A column of node stations beside a set of distant places, where some stations are distant for this pack.
  struct Stations {
    std::uint32_t column = 0;
    std::size_t slot = 0;  ///< of the set
    const rules::InputDeclaration* places = nullptr;
  };
  /// What a cell of stations says of the regional nodes, and of distant ones.
  struct Divided {
    std::string regional;
    bool has_distant = false;
  };
  void find_stations(const std::vector<std::string>& header);
  Divided divide(std::string_view stations) const;
  bool read_with_stations(std::span<const CellNumber> cells, const Divided& divided, CaseOutcome& outcome);
  void start_over();
  void forget_refusals();

  const rules::Pack& pack_;
  const rules::Program& program_;
  std::vector<ColumnTexts>& texts_;
  rules::CaseMemo memo_;
  CaseResults results_;
  std::vector<Column> columns_;                 ///< by slot
  std::vector<std::uint32_t> place_of_column_;  ///< [column of the table] -> place in columns_, or kNoCell
  std::optional<Stations> stations_;
  std::vector<std::uint32_t> packed_;  ///< [column] of the row at hand
  std::vector<std::uint32_t> classes_;
  std::vector<std::uint32_t> classification_class_;  ///< [classification] -> class in slot 0
  int row_classification_ = -1;
  bool classification_given_ = false;
  std::vector<Refusal> refusals_;  ///< of cells that cannot be read
};

}  // namespace restage::cases
