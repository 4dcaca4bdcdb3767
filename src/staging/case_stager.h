// SPDX-License-Identifier: Apache-2.0
#pragma once
// CaseStager: chooses the pack of each row of a table of cases and stages it. Not thread-safe.
#include <deque>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "staging/case_plan.h"

namespace restage::staging {

struct StagerOptions {
  std::string pack_id;   ///< this pack for every row; empty: by the columns edition and site
  std::string edition;   ///< instead of the column edition; empty: the column, else the date of diagnosis
  rules::Pack::Start start = rules::Pack::Start::Categories;
};

class CaseStager {
 public:
  /// The library must outlive the stager.
  CaseStager(const rules::PackLibrary& library, StagerOptions options, std::vector<std::string> header);

  /// Stages one row; outcome.result stays valid as long as the stager.
  void stage(const std::vector<std::string_view>& cells, CaseOutcome& outcome);
  /// The plan of the row just staged, nullptr when no pack was found for it.
  CasePlan* plan() const noexcept { return plan_; }
  /// Columns that no row so far had a use for.
  std::vector<std::string> unused_columns() const;

 private:
  struct Place {
    CasePlan* plan = nullptr;
    std::string refusal;
  };
  const Place& place_of(const std::vector<std::string_view>& cells);
  std::uint32_t number_of(const std::vector<std::string_view>& cells, int column);
  void forget_places();
  Place find_place(std::string_view edition, std::string_view site, std::string_view diagnosed);
  Place place_with(const rules::Pack* pack);
  std::string_view cell(const std::vector<std::string_view>& cells, int column) const;

  const rules::PackLibrary& library_;
  StagerOptions options_;
  std::vector<std::string> header_;
  int edition_column_ = -1, site_column_ = -1, diagnosed_column_ = -1;
  std::vector<ColumnTexts> texts_;                          ///< of every column
  std::deque<Place> places_;
  std::vector<std::vector<const Place*>> place_of_names_;   ///< [text of site][text of edition]
  std::unordered_map<std::uint64_t, const Place*> place_of_dates_;
  std::uint32_t generations_ = 0;                           ///< of the texts that places were found by
  std::map<const rules::Pack*, std::unique_ptr<CasePlan>> plans_;
  CasePlan* plan_ = nullptr;
};

}  // namespace restage::staging
