// SPDX-License-Identifier: Apache-2.0
#include "staging/category_reasons.h"

#include <algorithm>
#include <set>

namespace restage::staging {
namespace {

constexpr Axis kTnm[] = {Axis::T, Axis::N, Axis::M};

const statement::Category& category_of(const statement::Statement& statement, Axis axis) {
  return axis == Axis::T ? statement.t : axis == Axis::N ? statement.n : statement.m;
}

/// What an axis rests on without looking at tables: its own findings, what was stated, what was refused, the windows.
void add_own_facts(statement::CategoryReasons& reasons, Axis axis, const Evidence& evidence) {
  for (const ChosenInput& input : evidence.inputs)
    if (axis_of_name(input.axis) == axis)
      reasons.evidence.insert(reasons.evidence.end(), input.facts.begin(), input.facts.end());
  for (const Fact* fact : evidence.admitted)
    if (const auto* stated = std::get_if<StatedCategory>(&fact->payload); stated != nullptr && stated->axis == axis)
      reasons.evidence.push_back(fact->id);
  for (const statement::RefusedFact& refused : evidence.refused)
    if (refused.axis == axis) reasons.refused.push_back(refused);
  if (const auto windows = evidence.window_rules.find(axis); windows != evidence.window_rules.end())
    reasons.rules.assign(windows->second.begin(), windows->second.end());
}

void sort_evidence(statement::CategoryReasons& reasons) {
  std::sort(reasons.evidence.begin(), reasons.evidence.end());
  reasons.evidence.erase(std::unique(reasons.evidence.begin(), reasons.evidence.end()), reasons.evidence.end());
}

class ReasonWriter {
 public:
  ReasonWriter(statement::Statement& statement, const rules::Pack& pack, const rules::Evaluation& evaluation,
               const Evidence& evidence, const GivenToTables& given, std::size_t first_rule)
      : statement_(statement),
        pack_(pack),
        evaluation_(evaluation),
        evidence_(evidence),
        given_(given),
        first_rule_(first_rule) {}

  void write() {
    for (const Axis axis : kTnm) write_category(axis);
    write_group();
    if (given_.m_by_policy)
      statement_.assumed.push_back({"m", "M0", statement::Assumption::Because::NothingOnMetastasis});
    for (const statement::Assumption& assumption : given_.assumed)
      if (looked_at_.contains(assumption.input)) statement_.assumed.push_back(assumption);
    // The pack names what stands for an input nobody gave; only what a table looked at was taken.
    if (given_.strict) return;
    for (const rules::InputDeclaration& input : pack_.inputs())
      if (looked_at_.contains(input.name) && is_named_by_pack(input))
        statement_.assumed.push_back({input.name, input.absent, statement::Assumption::Because::NamedByPack});
  }

 private:
  void write_category(Axis axis) {
    const statement::Category& category = category_of(statement_, axis);
    statement::CategoryReasons& reasons = statement_.reasons(axis);
    reasons.value = category.value;
    reasons.possible = category.possible;
    reasons.basis = category.basis;
    add_own_facts(reasons, axis, evidence_);
    const std::string_view name = input_name(axis);
    const rules::OutputValue* output = evaluation_.output(name);
    if (output != nullptr) add_rules(reasons, *output);
    // Of an axis that nothing is known of, no input was of use.
    if (!category.value.empty() || !category.possible.empty()) {
      if (output != nullptr) add_inputs(reasons, *output);
      const bool listed = std::any_of(reasons.inputs.begin(), reasons.inputs.end(),
                                      [&](const statement::InputUse& input) { return input.name == name; });
      if (!listed && value_given(name) != nullptr) add_input(reasons, name);
    }
    sort_evidence(reasons);
  }

  void write_group() {
    statement::CategoryReasons& reasons = statement_.reasons(Axis::Group);
    reasons.value = statement_.group;
    if (statement_.group.empty()) reasons.possible = statement_.possible;
    add_own_facts(reasons, Axis::Group, evidence_);
    if (const rules::OutputValue* output = evaluation_.output("group")) {
      add_inputs(reasons, *output);
      add_rules(reasons, *output);
    }
    sort_evidence(reasons);
  }

  void add_inputs(statement::CategoryReasons& reasons, const rules::OutputValue& output) {
    for (const std::string_view name : output.inputs) add_input(reasons, name);
  }
  void add_rules(statement::CategoryReasons& reasons, const rules::OutputValue& output) {
    for (const std::size_t rule : output.rules) reasons.rules.push_back(first_rule_ + rule);
  }

  void add_input(statement::CategoryReasons& reasons, std::string_view name) {
    const rules::InputDeclaration* declared = declaration(name);
    statement::InputUse use;
    use.name = name;
    if (declared != nullptr) {
      looked_at_.insert(declared->name);
      use.words = declared->meaning;
      use.unit = declared->unit;
    }
    const Axis axis = axis_of_name(name);
    const bool own = axis == Axis::Group || &statement_.reasons(axis) == &reasons;
    if (own) {
      const std::string* value = value_given(name);
      if (value != nullptr) use.value = *value;
      if (name == "classification") use.value = to_string(statement_.classification);
      use.evidence = facts_of(name);
      const statement::Assumption* assumption = given_.assumption(name);
      use.assumed = (axis == Axis::M && given_.m_by_policy) || assumption != nullptr;
      if (assumption != nullptr) use.evidence = assumption->evidence;
      if (value == nullptr && declared != nullptr && is_named_by_pack(*declared)) {
        use.value = declared->absent;
        use.assumed = true;
      }
    } else {
      const statement::CategoryReasons& of = statement_.reasons(axis);
      use.value = of.value;
      use.evidence = of.evidence;
      use.assumed = of.basis == statement::Basis::Policy || of.basis == statement::Basis::Convention;
    }
    reasons.evidence.insert(reasons.evidence.end(), use.evidence.begin(), use.evidence.end());
    reasons.inputs.push_back(std::move(use));
  }

  /// Facts of a finding or factor; of a category that was stated, those that state it.
  std::vector<std::string> facts_of(std::string_view name) const {
    for (const ChosenInput& input : evidence_.inputs)
      if (input.name == name) return input.facts;
    std::vector<std::string> facts;
    const Axis axis = axis_of_name(name);
    if (axis == Axis::Group) return facts;
    for (const Fact* fact : evidence_.admitted)
      if (const auto* stated = std::get_if<StatedCategory>(&fact->payload); stated != nullptr && stated->axis == axis)
        facts.push_back(fact->id);
    return facts;
  }

  const std::string* value_given(std::string_view name) const {
    for (const auto& [given, value] : given_.values)
      if (given == name) return &value;
    return nullptr;
  }

  const rules::InputDeclaration* declaration(std::string_view name) const {
    for (const rules::InputDeclaration& input : pack_.inputs())
      if (input.name == name) return &input;
    return nullptr;
  }

  bool is_named_by_pack(const rules::InputDeclaration& input) const {
    return !input.absent.empty() && value_given(input.name) == nullptr;
  }

  statement::Statement& statement_;
  const rules::Pack& pack_;
  const rules::Evaluation& evaluation_;
  const Evidence& evidence_;
  const GivenToTables& given_;
  std::size_t first_rule_;
  std::set<std::string_view> looked_at_;
};

}  // namespace

const statement::Assumption* GivenToTables::assumption(std::string_view input) const {
  for (const statement::Assumption& each : assumed)
    if (each.input == input) return &each;
  return nullptr;
}

void add_reasons(statement::Statement& statement, const rules::Pack& pack, const rules::Evaluation& evaluation,
                 const Evidence& evidence, const GivenToTables& given, std::size_t first_rule) {
  ReasonWriter(statement, pack, evaluation, evidence, given, first_rule).write();
}

void add_stated_reasons(statement::Statement& statement, const Evidence& evidence) {
  for (const Axis axis : {Axis::T, Axis::N, Axis::M, Axis::Group}) {
    statement::CategoryReasons& reasons = statement.reasons(axis);
    if (axis != Axis::Group) {
      reasons.value = category_of(statement, axis).value;
      reasons.basis = category_of(statement, axis).basis;
    }
    add_own_facts(reasons, axis, evidence);
    sort_evidence(reasons);
  }
}

}  // namespace restage::staging
