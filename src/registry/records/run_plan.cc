// SPDX-License-Identifier: Apache-2.0
// Loading archives for a run, and which of several a year of diagnosis belongs to.
#include "registry/records/run_plan.h"

#include <algorithm>
#include <charconv>

#include <fmt/format.h>

#include "registry/archive/archive.h"
#include "registry/explain/refusal.h"

namespace restage::registry {
namespace {

constexpr int kEarliestYear = 1900;
constexpr int kLatestYear = 2100;

// Years that the schemas of an algorithm accept: a year counts when most schemas take it.
std::vector<bool> accepted_years(const std::shared_ptr<const AlgorithmProgram>& program) {
  std::vector<bool> accepted(kLatestYear - kEarliestYear);
  AlgorithmRunner stager(program);
  std::vector<std::uint32_t> samples;
  for (std::uint32_t i = 0; i < program->schemas.size(); ++i) {
    const SchemaProgram& schema = program->schemas[i];
    const bool is_new = std::none_of(samples.begin(), samples.end(), [&](std::uint32_t sample) {
      return program->schemas[sample].year_table == schema.year_table;
    });
    if (schema.has_year && is_new && samples.size() < 8) samples.push_back(i);
  }
  for (int year = kEarliestYear; year < kLatestYear; ++year)
    accepted[static_cast<std::size_t>(year - kEarliestYear)] = std::any_of(
        samples.begin(), samples.end(),
        [&](std::uint32_t schema) { return stager.is_code_valid(schema, "year_dx", std::to_string(year)); });
  return accepted;
}

int first_year_of(const std::vector<bool>& accepted) {
  const auto first = std::find(accepted.begin(), accepted.end(), true);
  return first == accepted.end() ? 0 : kEarliestYear + static_cast<int>(first - accepted.begin());
}

int year_number(std::string_view text) noexcept {
  int year = 0;
  const auto [end, status] = std::from_chars(text.data(), text.data() + std::min<std::size_t>(text.size(), 4), year);
  return status == std::errc() && end == text.data() + 4 ? year : 0;
}

}  // namespace

Result<LoadedAlgorithm> load_algorithm(const std::string& path, int current_year) {
  auto definition = load_definition(path);
  if (!definition) return std::move(definition).error();
  auto program = compile(std::make_shared<AlgorithmDefinition>(std::move(definition).value()), current_year);
  if (!program) {
    Error error = std::move(program).error();
    error.context = path;
    return error;
  }
  return LoadedAlgorithm{std::move(program).value(), path, 0};
}

AlgorithmChoice::AlgorithmChoice(const std::vector<LoadedAlgorithm>& algorithms) {
  first_years_.assign(algorithms.size(), 0);
  if (algorithms.size() < 2) return;
  for (std::size_t i = 0; i < algorithms.size(); ++i) {
    accepted_.push_back(accepted_years(algorithms[i].program));
    first_years_[i] = first_year_of(accepted_.back());
  }
}

bool AlgorithmChoice::accepts(std::size_t algorithm, std::string_view year) const noexcept {
  const int number = year_number(year);
  return number >= kEarliestYear && number < kLatestYear &&
         accepted_[algorithm][static_cast<std::size_t>(number - kEarliestYear)];
}

std::size_t AlgorithmChoice::choose(std::string_view year) const noexcept {
  if (first_years_.size() < 2) return 0;
  std::size_t best = first_years_.size();
  for (std::size_t i = 0; i < first_years_.size(); ++i)
    if (accepts(i, year) && (best == first_years_.size() || first_years_[i] > first_years_[best])) best = i;
  return best == first_years_.size() ? 0 : best;
}

std::vector<std::size_t> AlgorithmChoice::choose_all(std::string_view year) const {
  const std::size_t best = choose(year);
  std::vector<std::size_t> all;
  for (std::size_t i = 0; i < first_years_.size(); ++i)
    if (i == best || (first_years_[i] == first_years_[best] && accepts(i, year) && accepts(best, year)))
      all.push_back(i);
  return all;
}

Result<std::shared_ptr<const RunPlan>> plan_run(std::vector<LoadedAlgorithm> algorithms, RunOptions options) {
  AlgorithmChoice choice(algorithms);
  auto plan = std::make_shared<RunPlan>(RunPlan{std::move(algorithms), std::move(choice), std::move(options), {}, {}});
  bool schema_found = plan->options.schema_id.empty();
  std::vector<bool> output_found(plan->options.outputs.size());
  for (const LoadedAlgorithm& algorithm : plan->algorithms) {
    const AlgorithmProgram& program = *algorithm.program;
    plan->forced_schema.push_back(plan->options.schema_id.empty() ? kNone
                                                                  : program.find_schema(plan->options.schema_id));
    schema_found |= plan->forced_schema.back() != kNone;
    std::vector<bool> wanted;
    if (!plan->options.outputs.empty()) wanted.assign(program.keys.size(), false);
    for (std::size_t i = 0; i < plan->options.outputs.size(); ++i) {
      const Slot slot = program.find_slot(plan->options.outputs[i]);
      if (slot == kNoSlot) continue;
      for (const SchemaProgram& schema : program.schemas)
        if (schema.definition->output(plan->options.outputs[i]) != nullptr) wanted[slot] = true;
      output_found[i] = output_found[i] || wanted[slot];
    }
    plan->wanted_output.push_back(std::move(wanted));
  }
  if (!schema_found)
    return Error{ErrorCode::NotFound,
                 fmt::format("no schema '{}' in the algorithm; --schemas lists them", plan->options.schema_id), ""};
  for (std::size_t i = 0; i < output_found.size(); ++i)
    if (!output_found[i])
      return Error{ErrorCode::NotFound,
                   fmt::format("no schema has an output '{}'; --show SCHEMA lists them", plan->options.outputs[i]), ""};
  return std::shared_ptr<const RunPlan>(std::move(plan));
}

void count_outcome(const Outcome& outcome, const CaseInput& input, const RunPlan& plan, std::string_view what,
                   std::uint64_t record, Block& block) {
  if (outcome.result == StageResult::Staged) {
    ++block.statistics.staged;
    block.statistics.with_invalid_codes += !outcome.errors.empty() && has_invalid_code(outcome);
    return;
  }
  ++block.statistics.refused;
  if (plan.options.wants_issue(block))
    block.issues.push_back(refusal_issue(outcome, input, fmt::format("{} {}", what, record)));
  else
    ++block.statistics.unlisted;
}

}  // namespace restage::registry
