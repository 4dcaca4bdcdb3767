// SPDX-License-Identifier: Apache-2.0
#include "service/cases/staged_case.h"

#include <algorithm>
#include <utility>

#include "rules/run/program.h"

namespace restage::service {
namespace {

std::vector<statement::CaseDecider> deciders_of(const rules::Pack& pack, std::string_view classification,
                                                const std::vector<rules::GivenInput>& given, rules::Pack::Start start) {
  std::vector<statement::CaseDecider> deciders;
  const std::string_view last = pack.program()->nodes()[pack.program()->final_node()].name();
  for (const rules::Decider& decider : pack.deciders(classification, given, start, last)) {
    statement::CaseDecider& added = deciders.emplace_back();
    added.input = decider.input;
    for (const auto& branch : decider.branches)
      added.branches.push_back({decider.input, branch.values, branch.results});
  }
  return deciders;
}

}  // namespace

statement::StagedCase staged_case(const rules::Pack& pack, std::vector<std::pair<std::string, std::string>> inputs,
                                  rules::Pack::Start start, const cases::CaseResult& result) {
  statement::StagedCase staged;
  staged.inputs = std::move(inputs);
  const auto named = std::find_if(staged.inputs.begin(), staged.inputs.end(),
                                  [](const auto& input) { return input.first == "classification"; });
  if (named != staged.inputs.end()) {
    staged.classification = std::move(named->second);
    staged.inputs.erase(named);
  }
  std::vector<rules::GivenInput> given;
  for (const auto& [name, value] : staged.inputs) given.push_back({name, value});
  const rules::Evaluation evaluation = pack.evaluate(staged.classification, given, start);
  const rules::PackIdentity& identity = pack.identity();
  staged.pack_id = identity.id;
  staged.pack_version = identity.version;
  staged.pack_hash = identity.content_hash;
  staged.edition = identity.edition;
  staged.site = identity.site;
  staged.group = result.group;
  staged.possible = result.possible;
  staged.status = result.status;
  staged.message = result.message;
  for (const rules::OutputValue& output : evaluation.outputs)
    staged.outputs.push_back({std::string(output.name), {output.possible.begin(), output.possible.end()}});
  staged.missing.assign(evaluation.missing.begin(), evaluation.missing.end());
  staged.immaterial.assign(evaluation.immaterial.begin(), evaluation.immaterial.end());
  if (evaluation.status == rules::EvaluationStatus::Ambiguous)
    staged.would_decide = deciders_of(pack, staged.classification, given, start);
  for (const rules::RuleReference& rule : evaluation.rules)
    staged.rules.push_back(
        {identity.id, std::string(rule.table), std::string(rule.row), std::string(rule.source), rule.verified});
  staged.rests_on_unverified = evaluation.rests_on_unverified;
  return staged;
}

}  // namespace restage::service
