// SPDX-License-Identifier: Apache-2.0
#pragma once
// CaseStager: chooses the pack of each row of a table of cases and stages it. Not thread-safe.
#include <deque>
#include <map>
#include <memory>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "base/filled_cell.h"
#include "cases/case_plan.h"
#include "rules/run/pack_library.h"

namespace restage::cases {

struct StagerOptions {
  std::string pack_id;  ///< this pack for every row; empty: by the columns edition and site
  std::string edition;  ///< instead of the column edition; empty: the column, else the date of diagnosis
  rules::Pack::Start start = rules::Pack::Start::Categories;
  bool with_reasons = false;  ///< results say what they rest on; rows are then staged one by one
};

class CaseStager {
 public:
  /// The library must outlive the stager.
  CaseStager(const rules::PackLibrary& library, StagerOptions options, std::vector<std::string> header);

  /// Adds a row to those that stage_added() stages together, pack by pack, which is faster than one by one.
  /// filled: its cells that are not empty; size: how many cells it has.
  void add(std::span<const FilledCell> filled, std::size_t size);
  /// An outcome for each row added since the last call, in order; good until the next call.
  std::span<const CaseOutcome> stage_added();
  /// Stages one row; outcome.result is good as long as the stager, with reasons until the next row.
  void stage(std::span<const FilledCell> filled, std::size_t size, CaseOutcome& outcome);
  void stage(const std::vector<std::string_view>& cells, CaseOutcome& outcome);
  /// The plan of the row just staged, nullptr when no pack was found for it.
  CasePlan* plan() const noexcept { return plan_; }
  /// Columns that no row so far had a use for.
  std::vector<std::string> unused_columns() const;
  /// What the packs so far ask for, in order of name.
  std::vector<std::string> input_names() const;

 private:
  struct Place {
    CasePlan* plan = nullptr;
    Refusal refusal;
    bool needs_date = false;   ///< the edition is empty: it is found by the date of diagnosis
    std::uint32_t number = 0;  ///< in places_
  };
  struct Row {
    const Place* place = nullptr;
    std::uint32_t first_cell = 0;
    std::uint32_t cell_count = 0;
    std::uint32_t too_many = 0;  ///< cells, where there are more than columns
  };
  /// What a column is to the stager.
  enum Role : char { kCarried = 0, kEdition = 1, kSite = 2, kDiagnosed = 4, kNames = 7, kRead = 8 };
  struct Names {
    std::uint32_t edition = 0, site = 0, diagnosed = 0;  ///< number of the text + 1; 0: empty
  };
  Row read_row(std::span<const FilledCell> filled, std::size_t size);
  void stage_row(const Row& row, CaseOutcome& outcome);
  void renew_when_full();
  const Place& place_of(const Names& names);
  const Place*& place_of_names(const Names& names);
  const Place* find_place(const Names& names, bool with_date);
  std::string_view name(int column, std::uint32_t number) const;
  Place find_place(std::string_view edition, std::string_view site, std::string_view diagnosed);
  Place place_with(const rules::Pack* pack);
  bool has_packs(std::string_view site);

  const rules::PackLibrary& library_;
  StagerOptions options_;
  std::vector<std::string> header_;
  int edition_column_ = -1, site_column_ = -1, diagnosed_column_ = -1;
  std::vector<char> roles_;         ///< [column] kRead: some plan so far reads it
  std::vector<ColumnTexts> texts_;  ///< of every column
  std::uint32_t result_count_ = 0;  ///< of all plans
  std::deque<Place> places_;
  std::vector<std::vector<const Place*>> place_of_names_;  ///< [text of site + 1][text of edition + 1]; 0: empty
  /// A table knows few editions; a column of ever new texts must not widen the array.
  static constexpr std::uint32_t kCommonEditions = 64;
  std::unordered_map<std::uint64_t, const Place*> place_of_odd_editions_;
  std::unordered_map<std::uint64_t, const Place*> place_of_dates_;
  std::vector<FilledCell> filled_;
  std::size_t staged_alone_ = 0;
  std::vector<std::string> sites_;                     ///< sorted; once asked for
  std::set<std::string, std::less<>> sites_of_packs_;  ///< risk groups and scores among them; once asked for
  std::vector<Row> rows_;                              ///< added and not yet staged
  std::vector<CellNumber> cells_;                      ///< theirs
  std::vector<std::uint32_t> first_of_place_;
  std::vector<std::uint32_t> order_;  ///< of rows_, pack by pack
  std::vector<CaseOutcome> outcomes_;
  std::map<const rules::Pack*, std::unique_ptr<CasePlan>> plans_;
  CasePlan* plan_ = nullptr;
};

}  // namespace restage::cases
