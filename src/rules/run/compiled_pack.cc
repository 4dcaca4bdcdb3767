// SPDX-License-Identifier: Apache-2.0
#include "rules/run/compiled_pack.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "rules/pack/value_order.h"
#include "rules/run/given_value.h"
#include "rules/run/reasons.h"

namespace restage::rules {

const OutputValue* Evaluation::output(std::string_view name) const {
  const auto found =
      std::find_if(outputs.begin(), outputs.end(), [&](const OutputValue& each) { return each.name == name; });
  return found == outputs.end() ? nullptr : &*found;
}

std::string_view Evaluation::single(std::string_view name) const {
  const OutputValue* found = output(name);
  return found != nullptr && found->possible.size() == 1 ? found->possible.front() : std::string_view{};
}

CompiledPack::CompiledPack(std::unique_ptr<const Program> program) : program_(std::move(program)) {
  for (const InputModel& input : program_->model().inputs) {
    inputs_.push_back(input.declaration);
    inputs_.back().absent = input.absent;
    inputs_.back().leaves = input.leaf_count;
  }
}

namespace {

/// Texts that no value of the program holds are kept in `owned`.
void append_texts(const Program& program, std::size_t index, const std::vector<Value>& values,
                  const std::vector<Decimal>& numbers, std::vector<std::string_view>& texts,
                  std::vector<std::shared_ptr<const std::string>>& owned) {
  const Node& node = program.nodes()[index];
  if (node.kind == Node::Kind::Number)
    for (const Decimal& number : numbers) {
      owned.push_back(std::make_shared<const std::string>(number.text()));
      texts.push_back(*owned.back());
    }
  for (const Value value : values) {
    if (value == kNoValue) {
      if (!node.is_category) texts.push_back("none");
    } else if (node.kind == Node::Kind::Flag) {
      texts.push_back(value == 1 ? "yes" : "no");
    } else {
      const auto& names = node.model->declaration.values;
      texts.push_back(is_bound(value) ? names[node.leaf_count() + coarse_of(value)] : names[value]);
    }
  }
  std::sort(texts.begin(), texts.end());
  texts.erase(std::unique(texts.begin(), texts.end()), texts.end());
  sort_results(program.model(), node.name(), texts);
}

void add_output(const Program& program, std::size_t index, const NodeResult& result, Evaluation& evaluation) {
  OutputValue& output = evaluation.outputs.emplace_back();
  output.name = program.nodes()[index].name();
  output.from_given = result.from_given;
  append_texts(program, index, result.values, result.numbers, output.possible, evaluation.number_texts);
}

EvaluationStatus status_for(const Program& program, Value classification, std::size_t possible, bool is_none) {
  if (!program.has_final()) return EvaluationStatus::NoGroup;
  if (!is_special(classification) && !program.classification_has_group(classification))
    return EvaluationStatus::NotApplicable;
  if (possible == 0) return EvaluationStatus::NotApplicable;
  if (possible > 1) return EvaluationStatus::Ambiguous;
  return is_none ? EvaluationStatus::NoGroup : EvaluationStatus::Determined;
}

bool is_settled(const Node& node, Value value) { return !is_special(value) && !node.is_coarse(value); }

/// What led to each output. rule_tables: the table of each rule of the evaluation.
void add_reasons(const Program& program, const RunInput& input, const RunResult& result,
                 const std::vector<std::size_t>& rule_tables, Evaluation& evaluation) {
  for (OutputValue& output : evaluation.outputs) {
    const Reasons reasons = reasons_of(program, result, program.node_of(output.name).value_or(0));
    for (const std::size_t node : reasons.inputs) {
      const Node& source = program.nodes()[node];
      output.inputs.push_back(source.name());
      const auto& found = result.nodes[node];
      const bool settled = found.computed ? found.values.size() == 1 && is_settled(source, found.values.front())
                                          : is_settled(source, input.nodes[node].value);
      if (!settled) output.asked.push_back(source.name());
    }
    for (std::size_t rule = 0; rule < rule_tables.size(); ++rule)
      if (reasons.tables[rule_tables[rule]]) output.rules.push_back(rule);
  }
}

Evaluation describe_run(const Program& program, const RunInput& input, const RunResult& result) {
  const Value classification = input.nodes[Program::kClassificationNode].value;
  Evaluation evaluation;
  const bool grouped = is_special(classification) || program.classification_has_group(classification);
  std::vector<bool> done(program.nodes().size(), false);
  const auto add = [&](std::size_t node) {
    if (done[node] || !result.nodes[node].computed) return;
    if (!grouped && program.has_final() && node == program.final_node()) return;
    done[node] = true;
    add_output(program, node, result.nodes[node], evaluation);
  };
  for (const Step& step : program.steps()) {
    if (step.is_measure)
      add(program.measures()[step.index].node);
    else
      for (const std::size_t node : program.tables()[step.index].results) add(node);
  }
  std::vector<std::size_t> rule_tables;
  for (const auto& [table, row] : result.rules) {
    const TableStep& step = program.tables()[table];
    const bool gives_final =
        std::find(step.results.begin(), step.results.end(), program.final_node()) != step.results.end();
    if (!grouped && gives_final) continue;
    const RowModel& rule = step.model->rows[row];
    evaluation.rules.push_back({step.model->id, rule.id, rule.source, rule.verified});
    evaluation.rests_on_unverified |= !rule.verified;
    rule_tables.push_back(table);
  }
  add_reasons(program, input, result, rule_tables, evaluation);
  const OutputValue* final =
      program.has_final() ? evaluation.output(program.nodes()[program.final_node()].name()) : nullptr;
  const std::size_t possible = final == nullptr ? 0 : final->possible.size();
  evaluation.status = status_for(program, classification, possible, possible == 1 && final->possible.front() == "none");
  return evaluation;
}

}  // namespace

EvaluationStatus status_of(const Program& program, Value classification, const ResultSet& results) {
  return status_for(program, classification, results.values.size() + results.numbers.size(),
                    results.values == std::vector<Value>{kNoValue});
}

std::vector<std::string> result_texts(const Program& program, std::size_t output, const ResultSet& results) {
  std::vector<std::string_view> texts;
  std::vector<std::shared_ptr<const std::string>> owned;
  append_texts(program, output, results.values, results.numbers, texts, owned);
  return {texts.begin(), texts.end()};
}

Evaluation describe_outcome(const Program& program, const RunInput& input, const RunResult& result) {
  Evaluation evaluation = describe_run(program, input, result);
  for (const std::size_t node : input.assumed)
    if (result.used[node])
      evaluation.assumed.push_back(std::string(program.nodes()[node].name()) + ": " +
                                   program.nodes()[node].model->absent_says);
  std::vector<bool> contradicted(result.nodes.size());
  for (std::size_t node = 0; node < result.nodes.size(); ++node) contradicted[node] = result.nodes[node].contradicted;
  if (!input.assumed.empty() && std::find(contradicted.begin(), contradicted.end(), true) != contradicted.end()) {
    // What nobody recorded contradicts nobody: a stated T0 stands against "extent: invasive", which is only taken so.
    RunInput recorded = input;
    for (const std::size_t node : input.assumed) recorded.nodes[node] = {};
    const RunResult without = run_program(program, recorded);
    for (std::size_t node = 0; node < contradicted.size(); ++node)
      contradicted[node] = contradicted[node] && without.nodes[node].contradicted;
  }
  for (std::size_t node = 0; node < result.nodes.size(); ++node)
    if (contradicted[node])
      evaluation.problems.push_back(
          {std::string(program.nodes()[node].name()), describe_value(program.nodes()[node], input.nodes[node].value),
           "the findings lead to another category", "check the findings and the category against each other"});
  return evaluation;
}

void add_material(const Program& program, const Materiality& materiality, Evaluation& evaluation) {
  for (const std::size_t node : materiality.missing) evaluation.missing.emplace_back(program.nodes()[node].name());
  for (const std::size_t node : materiality.immaterial)
    evaluation.immaterial.emplace_back(program.nodes()[node].name());
}

Evaluation CompiledPack::evaluate_only(std::string_view classification, std::span<const GivenInput> given, Start start,
                                       std::vector<TableVisit>* visits) const {
  std::vector<InputProblem> problems;
  RunInput input = read_inputs(*program_, classification, given, start, problems);
  input.visits = visits;
  Evaluation evaluation = describe_outcome(*program_, input, run_program(*program_, input));
  evaluation.problems.insert(evaluation.problems.begin(), problems.begin(), problems.end());
  return evaluation;
}

Evaluation CompiledPack::evaluate(std::string_view classification, std::span<const GivenInput> given,
                                  Start start) const {
  std::vector<InputProblem> problems;
  const RunInput input = read_inputs(*program_, classification, given, start, problems);
  Runner runner(*program_);
  const RunResult& result = runner.run(input);
  Evaluation evaluation = describe_outcome(*program_, input, result);
  evaluation.problems.insert(evaluation.problems.begin(), problems.begin(), problems.end());
  const std::vector<bool> asked = result.asked;
  std::optional<ResultSearch> search;
  if (evaluation.status == EvaluationStatus::Ambiguous)
    search.emplace(std::move(runner), *program_, program_->final_node());
  add_material(*program_, find_material(search ? &*search : nullptr, input, asked), evaluation);
  return evaluation;
}

std::string CompiledPack::question_key(std::string_view classification, std::span<const GivenInput> given,
                                       Start start) const {
  std::vector<InputProblem> problems;
  const RunInput input = read_inputs(*program_, classification, given, start, problems);
  std::string key = start == Start::Findings ? "findings" : "categories";
  const auto add = [&key](std::string_view part) {
    key.append("|").append(std::to_string(part.size())).append(":").append(part);
  };
  for (std::size_t node = 0; node < input.nodes.size(); ++node) {
    const KnownValue& known = input.nodes[node];
    if (known.value == kOpenValue) continue;
    const bool by_number = program_->nodes()[node].feeds_measure && known.number;
    key.append(by_number ? "|n" : "|v").append(std::to_string(node)).append("=");
    add(by_number ? known.number->text() : std::to_string(known.value));
  }
  // Assumed and given values differ in what is said of them; what could not be read is repeated in the answer.
  for (const std::size_t node : input.assumed) key.append("|a").append(std::to_string(node));
  for (const InputProblem& problem : problems) {
    add(problem.input);
    add(problem.value);
  }
  return key;
}

std::vector<Decider> CompiledPack::deciders(std::string_view classification, std::span<const GivenInput> given,
                                            Start start, std::string_view output) const {
  std::vector<InputProblem> problems;
  const RunInput input = read_inputs(*program_, classification, given, start, problems);
  const auto node = program_->node_of(output);
  if (!node) return {};
  ResultSearch search(*program_, *node);
  const RunResult& result = search.run(input);
  const std::vector<bool> asked = result.asked;
  return find_deciders(search, input, asked, search.set_of(result));
}

}  // namespace restage::rules
