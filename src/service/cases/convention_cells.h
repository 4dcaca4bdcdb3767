// SPDX-License-Identifier: Apache-2.0
#pragma once
// ConventionCells: rows of a table of cases with what the conventions answer of their empty cells. A filled finding of
// the tumor or the nodes says that somebody looked: imaging for c and yc, the specimen for p and yp.
// Not thread-safe; the stager must outlive it.
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "cases/case_stager.h"
#include "staging/conventions.h"

namespace restage::service {

class ConventionCells {
 public:
  /// The columns of a table, and behind them those that the conventions may fill.
  static std::vector<std::string> header_for(const staging::Conventions& conventions, std::vector<std::string> header);
  /// header: of the stager, the columns of `added_columns` among them.
  ConventionCells(staging::Conventions conventions, cases::CaseStager& stager, std::vector<std::string> header,
                  rules::Pack::Start start)
      : conventions_(std::move(conventions)), stager_(stager), header_(std::move(header)), start_(start) {}

  /// Stages the row; size: how many cells it has in the table. The outcome is good until the next row.
  const cases::CaseOutcome& stage(const std::vector<std::string_view>& cells, std::size_t size);
  /// What was assumed in the row just staged, in the order it was asked.
  std::span<const statement::Assumption> assumed() const noexcept { return assumed_; }
  /// The cells of the row just staged with what was assumed among them.
  const std::vector<std::string_view>& cells() const noexcept { return views_; }

 private:
  void stage_again();
  void ask(std::string_view input);
  void ask_findings(const rules::Pack& pack);
  void note_looks(const rules::Pack& pack);
  bool is_filled(std::string_view column) const;
  bool has_finding(const rules::Pack& pack, std::string_view axis) const;
  std::size_t place_of(std::string_view column) const;

  staging::Conventions conventions_;
  cases::CaseStager& stager_;
  std::vector<std::string> header_;
  rules::Pack::Start start_;
  std::vector<std::string> cells_;
  std::vector<std::string_view> views_;
  std::vector<FilledCell> filled_;
  std::size_t size_ = 0;
  cases::CaseOutcome outcome_;
  Classification classification_ = Classification::Clinical;
  std::string site_, tumor_, looked_;
  std::vector<statement::Assumption> assumed_;
};

}  // namespace restage::service
