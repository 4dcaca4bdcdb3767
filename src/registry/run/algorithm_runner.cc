// SPDX-License-Identifier: Apache-2.0
// Which schema each case belongs to, and the cases of a schema together.
#include "registry/run/algorithm_runner.h"

#include <algorithm>

#include "registry/archive/cell.h"
#include "registry/archive/walking_order.h"
#include "registry/run/match.h"
#include "registry/run/schema_choice.h"

namespace restage::registry {
namespace {

void clear(Outcome& outcome) {
  outcome.schema = kNone;
  outcome.errors.clear();
  outcome.values.clear();
  outcome.jumps.clear();
  outcome.free_output.clear();
  outcome.has_free_output = false;
}

}  // namespace

AlgorithmRunner::AlgorithmRunner(std::shared_ptr<const AlgorithmProgram> program)
    : program_(std::move(program)), group_ends_(2 * program_->schemas.size() + 1) {}
AlgorithmRunner::~AlgorithmRunner() = default;

bool AlgorithmRunner::choose_schema(const CaseInput& input, std::uint32_t forced_schema, Outcome& outcome) {
  if (forced_schema != kNone) {
    outcome.schema = forced_schema;
    return true;
  }
  if (outcome.schema = find_only_schema(input); outcome.schema != kNone) return true;
  find_schemas(input, schemas_);
  if (schemas_.size() == 1) {
    outcome.schema = schemas_.front();
    return true;
  }
  outcome.result = schemas_.empty() ? StageResult::FailedNoMatchingSchema : StageResult::FailedMultipleMatchingSchemas;
  return false;
}

// Keys that are no input of the schema, in the walking order of the copy that the reference implementation makes.
bool AlgorithmRunner::check_keys(const CaseInput& input, const SchemaProgram& schema, Outcome& outcome) const {
  const ValueId* const values = input.values().data();
  const ValueId* const own = schema.own_slots.data();
  ValueId foreign = 0;
  for (std::size_t slot = 0; slot < schema.own_slots.size(); ++slot)
    foreign = static_cast<ValueId>(foreign | (values[slot] & ~own[slot]));
  if (foreign == 0 && input.unknown_keys().empty()) return true;
  std::vector<std::string_view> keys;
  std::vector<std::pair<Slot, bool>> known;
  std::size_t unknown = 0;
  for (const Slot slot : input.order()) {
    if (slot == kNoSlot) {
      keys.emplace_back(input.unknown_keys()[unknown]);
      known.emplace_back(static_cast<Slot>(unknown++), false);
    } else {
      keys.emplace_back(program_->keys[slot]);
      known.emplace_back(slot, true);
    }
  }
  for (const std::size_t place : walking_order_of_copy(keys)) {
    const auto [slot, has_slot] = known[place];
    if (has_slot && schema.own_slots[slot] != 0) continue;
    ErrorRecord& error = outcome.errors.emplace_back();
    error.type = ErrorType::UnknownInput;
    error.key = slot;
    error.is_unknown_key = !has_slot;
  }
  outcome.result = StageResult::FailedInvalidInput;
  return false;
}

bool AlgorithmRunner::is_runnable(const CaseInput& input, std::uint32_t forced_schema, ForeignKeys foreign_keys,
                                  Outcome& outcome) {
  const auto values = input.values();
  if (values[program_->site] <= kNull || values[program_->histology] <= kNull) {
    outcome.result = StageResult::FailedMissingSiteOrHistology;
    return false;
  }
  if (!choose_schema(input, forced_schema, outcome)) return false;
  if (foreign_keys == ForeignKeys::Refuse && !check_keys(input, program_->schemas[outcome.schema], outcome))
    return false;
  outcome.result = StageResult::Staged;
  return true;
}

void AlgorithmRunner::add_free_output(const SchemaProgram& schema, Outcome& outcome) const {
  outcome.has_free_output = true;
  for (std::size_t slot = 0; slot < program_->keys.size(); ++slot) {
    if (outcome.cells[slot] == kAbsent || schema.own_slots[slot] != 0 || slot == program_->context_version ||
        slot == program_->context_year)
      continue;
    outcome.free_output.push_back({static_cast<Slot>(slot), outcome.cells[slot], kNoSlot});
  }
}

void AlgorithmRunner::stage(std::span<const CaseInput> inputs, std::span<Outcome> outcomes, std::uint32_t forced_schema,
                            ForeignKeys foreign_keys) {
  constexpr std::uint32_t kNotRun = kNone;
  groups_.resize(inputs.size());
  std::fill(group_ends_.begin(), group_ends_.end(), 0);
  for (std::size_t i = 0; i < inputs.size(); ++i) {
    clear(outcomes[i]);
    groups_[i] = kNotRun;
    if (!is_runnable(inputs[i], forced_schema, foreign_keys, outcomes[i])) continue;
    groups_[i] = outcomes[i].schema * 2 + (inputs[i].has_extras() ? 1 : 0);
    ++group_ends_[groups_[i] + 1];
  }
  // Cases in order of their groups: a counting sort.
  for (std::size_t group = 1; group < group_ends_.size(); ++group) group_ends_[group] += group_ends_[group - 1];
  sorted_.resize(group_ends_.back());
  for (std::size_t i = 0; i < inputs.size(); ++i)
    if (groups_[i] != kNotRun) sorted_[group_ends_[groups_[i]]++] = static_cast<std::uint32_t>(i);
  // Each entry has moved to the end of its group, which is where the next one begins.
  for (std::size_t at = 0; at < sorted_.size();) {
    const std::uint32_t group = groups_[sorted_[at]];
    const std::size_t end = std::min<std::size_t>(group_ends_[group], at + kLargestGroup);
    const SchemaProgram& schema = program_->schemas[group / 2];
    scratch_.lanes.clear();
    for (std::size_t i = at; i < end; ++i) {
      const CaseInput& input = inputs[sorted_[i]];
      Outcome& outcome = outcomes[sorted_[i]];
      outcome.cells.resize(Outcome::first_trace(*program_) + program_->longest_trace);
      scratch_.lanes.push_back({&input, &outcome});
    }
    run_group(*program_, schema, group % 2 != 0, scratch_);
    if (schema.outputs.empty())
      for (std::size_t i = at; i < end; ++i)
        if (outcomes[sorted_[i]].result == StageResult::Staged) add_free_output(schema, outcomes[sorted_[i]]);
    at = end;
  }
}

const Outcome& AlgorithmRunner::stage(const CaseInput& input, std::uint32_t forced_schema, ForeignKeys foreign_keys) {
  stage({&input, 1}, {&outcome_, 1}, forced_schema, foreign_keys);
  return outcome_;
}

bool AlgorithmRunner::is_code_valid(std::uint32_t schema, std::string_view key, std::string_view code) {
  const SchemaDefinition& definition = *program_->schemas[schema].definition;
  const FieldDefinition* field = definition.input(key);
  if (field == nullptr) return false;
  if (!field->table) return true;
  const auto found = program_->definition->table_index.find(*field->table);
  if (found == program_->definition->table_index.end()) return false;
  CaseInput input(*program_);
  input.set(key, trim_controls(code));
  std::vector<ValueId> context(input.values().begin(), input.values().end());
  context[program_->context_version] = program_->version_value;
  context[program_->context_year] = program_->year_value;
  return matches<true>(*program_, static_cast<std::uint32_t>(found->second), input, context.data());
}

}  // namespace restage::registry
