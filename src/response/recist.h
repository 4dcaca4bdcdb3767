// SPDX-License-Identifier: Apache-2.0
#pragma once
// RecistRun: target, non-target and new-lesion calls of one visit after the other, with nadir and baseline.
//
// Used by every criterion that rests on sums of lesion sizes: RECIST 1.1 itself, mRECIST for HCC, the RECIST
// part of iRECIST, PCWG3 and GCIG. Call step() once a visit, in order. Sources of the order of tests:
// docs/response.md and the rules.tsv of each criterion.
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "response/measure.h"

namespace restage::response {

struct TargetAssessment {
  std::string call;  ///< CR PR SD PD NE, or empty: no target disease
  std::string rule;
  std::optional<Decimal> sum;      ///< of all targets; absent when one is missing
  std::optional<Decimal> partial;  ///< of the measured ones
  std::optional<Decimal> nadir;    ///< smallest complete sum before this visit
  std::optional<std::string> review;
  bool gone = false;               ///< organs 0 and nodes normal
  bool meets_progression = false;  ///< by its own numbers against the nadir
};

struct RecistVisit {
  statement::VisitResult result;
  TargetAssessment target;
  std::string non_target;                ///< CR, NON-CR/NON-PD, PD, NE or empty
  std::string new_lesion;                ///< yes, no, unknown, equivocal
  std::vector<std::size_t> new_lesions;  ///< lesions that make it "yes"
};

class RecistRun {
 public:
  /// Changes the target call of a visit before it is combined: density, uptake.
  using Adjust = std::function<void(TargetAssessment&, statement::VisitResult&)>;

  /// With `ignore_stated_overall` the visits' own overall responses are left to the caller.
  explicit RecistRun(const MeasureContext& context, bool ignore_stated_overall = false);

  const std::optional<Decimal>& baseline_sum() const noexcept { return baseline_sum_; }
  bool has_target() const noexcept { return has_target_; }
  bool has_non_target() const noexcept { return has_non_target_; }

  /// Calls of visit k.
  RecistVisit step(std::size_t visit, const Adjust& adjust = {});
  /// Target call by numbers alone, against the nadir so far; does not change the state.
  TargetAssessment assess_target(std::size_t row, const ResponseVisit& visit) const;
  /// A target lesion's contribution to the sum at a row; nullopt when it is missing.
  std::optional<Decimal> size_at(std::size_t row, std::size_t lesion) const;

 private:
  std::optional<Decimal> own_size_at(std::size_t row, std::size_t lesion) const;
  void call_by_sum(TargetAssessment& assessment, bool any_back) const;
  bool meets_progression(const Decimal& sum) const;
  std::string call_non_target(std::size_t row, const ResponseVisit& visit, statement::VisitResult& result) const;
  std::string call_new_lesion(std::size_t row, const ResponseVisit& visit, RecistVisit& out) const;
  std::string node_word(std::size_t row, std::size_t lesion) const;
  void call_overall(RecistVisit& out, const ResponseVisit& visit);
  /// Keeps what later visits are measured against.
  void remember(const RecistVisit& visit);
  void check_targets();

  const MeasureContext& context_;
  bool ignore_stated_overall_ = false;
  Decimal node_normal_;
  Decimal absolute_;
  bool has_target_ = false;
  bool has_non_target_ = false;
  bool has_unclassified_ = false;  ///< lesions whose role nobody said
  std::optional<Decimal> baseline_sum_;
  std::optional<Decimal> nadir_;
  bool overall_cr_reached_ = false;
  bool pr_reached_ = false;
  std::optional<PartialDate> equivocal_since_;
};

/// RECIST's word for a call of any criterion of the family: iCR -> CR, iUPD -> PD, NON-iCR/NON-iUPD -> NON-CR/NON-PD.
std::string recist_word(std::string_view call);

}  // namespace restage::response
