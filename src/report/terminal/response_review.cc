// SPDX-License-Identifier: Apache-2.0
#include "report/terminal/response_review.h"

#include <fmt/format.h>

#include "base/text.h"

namespace restage::report {

std::string criteria_text(const std::vector<statement::CriterionName>& criteria) {
  std::string out;
  for (const statement::CriterionName& each : criteria)
    out += fmt::format("{:<14} {:<8} {}\n", each.id, each.version, each.title);
  return out;
}

std::string policies_text(const std::vector<statement::PolicyDescription>& policies) {
  std::string out;
  for (const statement::PolicyDescription& policy : policies) {
    const std::string choices = policy.choices.empty() ? policy.type : text::join(policy.choices, " | ");
    out +=
        fmt::format("{} = {}   [{}]\n    {}\n    source: {}{}\n", policy.key, policy.fallback, choices, policy.meaning,
                    policy.source, policy.ambiguity.empty() ? std::string() : "; ambiguity " + policy.ambiguity);
  }
  return out;
}

std::string comparison_text(const statement::StoredComparison& comparison) {
  std::string out = fmt::format("stored responses{}: {} overall responses compared, {} agree, {} differ\n",
                                comparison.set.empty() ? "" : " of set " + comparison.set, comparison.compared,
                                comparison.agree, comparison.compared - comparison.agree);
  for (const statement::ReasonCount& each : comparison.counts)
    out += fmt::format("  {:>6}  {:<26} {}\n", each.count, each.reason, each.meaning);
  for (const statement::StoredDisagreement& each : comparison.disagreements)
    out += fmt::format("  {} {} {} {}: stored {}, computed {} [{}] {} ({})\n", each.subject, each.reader, each.visit,
                       each.what, each.stored, each.computed, each.reason, each.explanation, each.path);
  return out;
}

std::string proposal_text(const statement::TargetProposal& proposal) {
  std::string out = fmt::format("{}{}  proposal of targets by {}; a person decides\n", proposal.subject,
                                proposal.reader.empty() ? "" : " " + proposal.reader, proposal.criterion);
  for (const statement::ProposedTarget& each : proposal.lesions)
    out += fmt::format("  {:<10} {:<12} {:<14} {:>8} mm  {}\n", each.verdict, each.lesion, each.organ,
                       each.size_mm ? each.size_mm->text() : "-", each.reason);
  return out + "\n";
}

}  // namespace restage::report
