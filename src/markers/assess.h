// SPDX-License-Identifier: Apache-2.0
#pragma once
// The marker answer of a course at a day: series, arithmetic and rules, for a patient or for one tumor. A pure function
// of facts, day, rules and chosen policies; facts after the moment never count. Not thread-safe: one a thread. The
// library must outlive it.
#include <span>

#include "markers/rule_book.h"

namespace restage::markers {

class Assessor {
 public:
  /// policies: "psa_rp=EAU,cea=FACS"; an Error names what there is.
  static Result<Assessor> create(const rules::PackLibrary& library, std::string_view policies);

  const RuleBook& rules() const noexcept { return rules_; }
  /// Without a day: that of the last fact.
  statement::PatientMarkers assess(const ::restage::Course& course, course::Moment moment) const;
  /// The series of one tumor, judged by the rules that apply to it.
  std::vector<statement::MarkerSeries> of_tumor(const course::FactIndex& index, const course::Moment& moment,
                                                std::vector<DataIssue>& issues) const;
  /// The rules of a tumor that define a biochemical recurrence and are met, each the one that counts where guidelines
  /// differ. A marker that was never low after treatment is persistence: then its rules define nothing.
  std::vector<statement::MarkerRule> events(const ::restage::Course& course, const Tumor& tumor,
                                            std::span<const Fact* const> facts, const course::Moment& moment) const;

 private:
  Assessor(RuleBook rules, Policies policies) : rules_(std::move(rules)), policies_(std::move(policies)) {}
  RuleBook rules_;
  Policies policies_;
};

/// The day of the last fact; unknown when none has one.
PartialDate last_day(const ::restage::Course& course);

}  // namespace restage::markers
