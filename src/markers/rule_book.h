// SPDX-License-Identifier: Apache-2.0
#pragma once
// RuleBook: the marker packs (packs/markers), ready to be asked: units of analytes, what makes a doubling time
// reliable, and the rules of every analyte. A new guideline is a row or a folder; nothing of one stands in the code.
// Not thread-safe: one a thread. The library must outlive it.
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/result.h"
#include "course/fact_query.h"
#include "markers/judge.h"
#include "markers/series.h"
#include "rules/run/pack_library.h"

namespace restage::markers {

/// What a user chose where guidelines differ: ("psa_rp", "EAU").
using Policies = std::vector<std::pair<std::string, std::string>>;

/// What a rule asks of a course beside the series, by the names of inputs: the days that
/// days_since_... lead back to, everything else as text.
struct Circumstances {
  std::vector<std::pair<std::string, Day>> days;
  std::vector<std::pair<std::string, std::string>> inputs;

  std::optional<Day> day(std::string_view name) const;
};

class RuleBook {
 public:
  static Result<RuleBook> load(const rules::PackLibrary& library);
  ~RuleBook();
  RuleBook(RuleBook&&) noexcept;

  const AnalyteUnits& units() const noexcept { return units_; }
  /// Sorted, each once.
  std::vector<std::string> rule_ids() const;
  /// "psa_rp=EAU,cea=FACS"; an Error names what there is.
  Result<Policies> policies(std::string_view text) const;

  /// Reads the circumstances of a tumor from its course and judges every series by the rules that apply to it.
  void judge_series(const course::FactIndex& index, const course::Moment& moment, const Policies& policies,
                    std::vector<statement::MarkerSeries>& series) const;
  /// The same with circumstances that are given, by one rule alone where `id` is not empty. All packs are asked.
  std::vector<statement::MarkerRule> judge_by(const statement::MarkerSeries& series, const Circumstances& given,
                                              std::string_view id) const;
  /// Why the doubling time of a series cannot be relied on, in the words of the pack.
  std::vector<std::string> doubts(const statement::MarkerSeries& series) const;
  /// One output of a marker pack from inputs that are given; empty where they leave it open.
  std::string answer(std::string_view pack, const std::vector<std::pair<std::string, std::string>>& inputs,
                     std::string_view output) const;

 private:
  struct MarkerPack;
  struct Doubt;
  explicit RuleBook(const rules::PackLibrary& library);
  Result<void> add(const rules::Pack& pack);
  Result<void> add_analytes(const rules::TableModel& table);
  Result<void> add_doubts(const rules::TableModel& table);
  void judge_pack(const MarkerPack& pack, const statement::MarkerSeries& series, const Circumstances& given,
                  std::string_view id, std::vector<statement::MarkerRule>& rules) const;

  const rules::PackLibrary* library_;
  std::vector<std::unique_ptr<MarkerPack>> packs_;
  std::vector<Doubt> doubts_;
  AnalyteUnits units_;
};

}  // namespace restage::markers
