// SPDX-License-Identifier: Apache-2.0
#pragma once
// What one guideline says about one person: the rows that apply, laid out in time. Pure.
#include <unordered_map>

#include "base/result.h"
#include "followup/history.h"
#include "followup/rule.h"
#include "rules/run/collector.h"
#include "statement/followup.h"

namespace restage::followup {

/// The rows of a pack as rules, each read when first asked for. Not thread-safe. The pack must outlive it.
class RuleBook {
 public:
  explicit RuleBook(const rules::Pack& pack) : pack_(&pack) {}
  const rules::Pack& pack() const noexcept { return *pack_; }
  const Result<Rule>& rule(const rules::CollectedRow& row);

 private:
  const rules::Pack* pack_;
  std::unordered_map<const rules::RowModel*, Result<Rule>> rules_;
};

struct PlanRequest {
  RuleBook* book = nullptr;
  const rules::Collection* rows = nullptr;  ///< of the person, with those that unknown inputs hold back
  const History* history = nullptr;
  PartialDate anchor;  ///< named by the caller; unknown: chosen by the guideline
};

/// Issues are those of the anchor, each once. Fails where a row of the pack cannot be read.
Result<statement::FollowUpPlan> make_plan(const PlanRequest& request, std::vector<DataIssue>& issues);

/// The guideline that a pack holds: its id without the prefix that all of them share.
inline constexpr std::string_view kPackPrefix = "followup-";
std::string_view guideline_of(const rules::Pack& pack);

}  // namespace restage::followup
