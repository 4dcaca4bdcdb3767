// SPDX-License-Identifier: Apache-2.0
#include "service/cases/staged_case.h"

#include <algorithm>
#include <utility>

namespace restage::service {
namespace {

void add_reasons(const cases::CaseReasons& reasons, statement::StagedCase& staged) {
  const rules::Evaluation& evaluation = reasons.evaluation;
  for (const rules::OutputValue& output : evaluation.outputs)
    staged.outputs.push_back({std::string(output.name), {output.possible.begin(), output.possible.end()}});
  staged.missing = evaluation.missing;
  staged.immaterial = evaluation.immaterial;
  for (const rules::Decider& decider : reasons.deciders) {
    statement::CaseDecider& added = staged.would_decide.emplace_back();
    added.input = decider.input;
    for (const auto& branch : decider.branches)
      added.branches.push_back({decider.input, branch.values, branch.results});
  }
  for (const rules::RuleReference& rule : evaluation.rules)
    staged.rules.push_back(
        {staged.pack_id, std::string(rule.table), std::string(rule.row), std::string(rule.source), rule.verified});
  staged.rests_on_unverified = evaluation.rests_on_unverified;
}

}  // namespace

statement::StagedCase staged_case(const rules::PackIdentity& pack,
                                  std::vector<std::pair<std::string, std::string>> inputs,
                                  const cases::CaseResult& result) {
  statement::StagedCase staged;
  staged.inputs = std::move(inputs);
  const auto named = std::find_if(staged.inputs.begin(), staged.inputs.end(),
                                  [](const auto& input) { return input.first == "classification"; });
  if (named != staged.inputs.end()) {
    staged.classification = std::move(named->second);
    staged.inputs.erase(named);
  }
  staged.pack_id = pack.id;
  staged.pack_version = pack.version;
  staged.pack_hash = pack.content_hash;
  staged.edition = pack.edition;
  staged.site = pack.site;
  staged.group = result.group;
  staged.possible = result.possible;
  staged.status = result.status;
  staged.message = result.message;
  if (result.reasons != nullptr) add_reasons(*result.reasons, staged);
  return staged;
}

}  // namespace restage::service
