// SPDX-License-Identifier: Apache-2.0
#include "readiness/kidney_function.h"

#include <algorithm>

#include "rules/run/given_value.h"
#include "rules/run/program.h"

namespace restage::readiness {
namespace {

constexpr std::string_view kPack = "egfr-ckd-epi-2021";

}  // namespace

Result<KidneyFunction> KidneyFunction::load(const rules::PackLibrary& library) {
  const auto pack = library.by_id(kPack);
  if (!pack) return pack.error();
  return KidneyFunction(**pack);
}

GivenValues KidneyFunction::at(const course::FactIndex& index, const course::Moment& moment) {
  const course::ReadInputs inputs = plan_.read(index, moment);
  const rules::Program& program = *pack_->program();
  std::vector<rules::InputProblem> problems;
  const auto given = inputs.given();
  const rules::RunInput input = rules::read_inputs(program, "c", given, rules::Pack::Start::Findings, problems);
  std::string lacks;
  for (const course::ReadInput& each : inputs.inputs) {
    const bool is_refused = std::any_of(problems.begin(), problems.end(),
                                        [&](const rules::InputProblem& problem) { return problem.input == each.name; });
    if (!each.text.empty() && !is_refused) continue;
    lacks += (lacks.empty() ? "" : ", ") + program.model().input(each.name)->declaration.meaning;
    if (is_refused) lacks += " within the range of the formula";
  }
  if (!lacks.empty()) return {{"egfr_lacks", lacks}};
  const rules::NodeResult& rate = runner_.run(input).nodes[*program.node_of("egfr_" + inputs.find("sex")->text)];
  return {{"egfr_known", "yes"}, {"egfr", rate.numbers.front().text()}};
}

}  // namespace restage::readiness
