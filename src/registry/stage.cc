// SPDX-License-Identifier: Apache-2.0
// The run of one case, step by step in the order of the reference implementation.
#include "registry/stage.h"

#include <algorithm>
#include <cstring>

#include "registry/match.h"

namespace restage::registry {
namespace {

template <bool kExtras>
class Run {
 public:
  Run(const Program& program, const SchemaProgram& schema, const CaseInput& input, ValueId* context, Outcome& outcome)
      : program_(program), schema_(schema), input_(input), context_(context), outcome_(outcome) {}

  // False when invalid input stops the run.
  bool inputs() {
    bool failed = false;
    const HotInput* const hot = program_.hot.inputs.data() + schema_.first_hot_input;
    const std::uint64_t* const accepted = program_.hot.accepted.data();
    for (std::size_t i = 0; i < schema_.inputs.size(); ++i) {
      const HotInput& input = hot[i];
      ValueId& value = context_[input.slot];
      if (value <= kNull) {
        if (input.plain_default != 0) value = input.plain_default;
        else put_default(schema_.inputs[i], value);
      } else if (input.accepted != kNone && (!kExtras || value < program_.dictionary.size())) [[likely]] {
        if ((accepted[input.accepted + (value >> 6)] >> (value & 63) & 1) == 0) [[unlikely]] failed |= invalid_input(schema_.inputs[i], value);
      } else if (schema_.inputs[i].has_table && value != kBlank) {
        failed |= validate_slowly(schema_.inputs[i], value);
      }
    }
    return !failed;
  }

  void outputs_and_context() {
    for (const OutputStep& step : schema_.outputs) put(step.default_value);
    for (const Setting& setting : schema_.initial_context) put(setting);
  }

  void mappings() {
    for (const MappingStep& mapping : schema_.mappings) {
      const std::size_t before = outcome_.path.size();
      if (!is_involved(mapping)) {
        outcome_.path.resize(before);
        continue;
      }
      label_ = static_cast<std::uint16_t>(mapping.label);
      for (const Setting& setting : mapping.initial_context) context_[setting.slot] = setting.value;
      const HotStep* const first = program_.hot.steps.data() + mapping.first_hot_step;
      for (const HotStep* step = first; step != first + mapping.paths.size(); ++step)
        if (run_path(*step)) break;
    }
  }

  void collect_outputs() {
    outcome_.output.clear();
    const std::size_t first_error = outcome_.errors.size();
    for (const OutputStep& step : schema_.outputs) {
      const ValueId value = context_[step.default_value.slot];
      outcome_.output.push_back(value);
      if (step.table != kNone && value != kAbsent && match(step.table) == rules::kNoRow) {
        ErrorRecord& error = add_error(ErrorType::InvalidOutput);
        error.table = step.table;
        error.key = step.default_value.slot;
        error.value = value;
      }
    }
    if (outcome_.errors.size() > first_error + 1) order_output_errors(first_error);
  }

 private:
  // The reference walks its context, a Java HashMap that holds at least every input, every output and its two own keys.
  void order_output_errors(std::size_t first) {
    const std::uint32_t mask = java_capacity_after_puts(schema_.inputs.size() + schema_.outputs.size() + 2) - 1;
    std::stable_sort(outcome_.errors.begin() + static_cast<std::ptrdiff_t>(first), outcome_.errors.end(), [&](const ErrorRecord& left, const ErrorRecord& right) {
      return (java_hash(program_.keys[left.key]) & mask) < (java_hash(program_.keys[right.key]) & mask);
    });
  }

  rules::RowIndex match(std::uint32_t table) const { return match_table<kExtras>(program_, table, input_, context_); }

  void put(const Setting& setting) {
    ValueId value = setting.value;
    if (setting.reference != kNoSlot) {
      value = context_[setting.reference];
      if (value == kAbsent) value = kBlank;
    }
    context_[setting.slot] = value;
  }

  ErrorRecord& add_error(ErrorType type) {
    ErrorRecord& error = outcome_.errors.emplace_back();
    error.type = type;
    return error;
  }

  ErrorRecord& add_table_error(ErrorType type, std::uint32_t table) {
    ErrorRecord& error = add_error(type);
    error.table = table;
    error.first_value = static_cast<std::uint32_t>(outcome_.values.size());
    for (const Slot slot : program_.tables[table].message_slots) outcome_.values.push_back(context_[slot]);
    return error;
  }

  void put_default(const InputStep& step, ValueId& value) {
    if (!step.has_default_table) {
      put(step.default_value);
      return;
    }
    value = kBlank;
    if (step.default_table == kNone) {
      add_error(ErrorType::UnknownTable).key = step.default_value.slot;
      return;
    }
    // The row is chosen while the key is still missing; a blank reads the same.
    const TableProgram& table = program_.tables[step.default_table];
    const rules::RowIndex row = match(step.default_table);
    if (row != rules::kNoRow) {
      for (std::size_t i = 0; i < table.definition->columns.size(); ++i) {
        if (table.definition->columns[i].type != ColumnType::Endpoint || table.definition->columns[i].key != program_.keys[step.default_value.slot]) continue;
        const auto endpoint = parse_endpoint(table.definition->cell(row, i));
        if (!endpoint || endpoint->type != EndpointType::Value) continue;
        Setting setting{step.default_value.slot, kNull, kNoSlot};
        if (endpoint->value) {
          if (const auto key = reference_key(*endpoint->value)) setting.reference = program_.find_slot(*key);
          else setting.value = program_.dictionary.find(*endpoint->value);
        }
        put(setting);
        return;
      }
    }
    add_table_error(ErrorType::MatchNotFound, step.default_table).key = step.default_value.slot;
  }

  bool invalid_input(const InputStep& step, ValueId value) {
    ErrorRecord& error = add_error(step.used_for_staging ? ErrorType::InvalidRequiredInput : ErrorType::InvalidNonRequiredInput);
    error.table = step.table;
    error.key = step.default_value.slot;
    error.value = value;
    const OnInvalidInput policy = schema_.definition->on_invalid_input;
    return policy == OnInvalidInput::Fail || (policy == OnInvalidInput::FailWhenUsedForStaging && step.used_for_staging);
  }

  bool validate_slowly(const InputStep& step, ValueId value) {
    if (step.table == kNone) {
      add_error(ErrorType::UnknownTable).key = step.default_value.slot;
      return false;
    }
    return match(step.table) == rules::kNoRow && invalid_input(step, value);
  }

  bool is_involved(const MappingStep& mapping) {
    for (const Condition& condition : mapping.conditions) {
      rules::RowIndex row = rules::kNoRow;
      if (condition.table != kNone) row = condition.input_mapping.empty() ? match(condition.table) : match_on_copy(condition);
      if ((row != rules::kNoRow) != condition.must_match) return false;
      if (condition.table != kNone) outcome_.path.push_back({static_cast<std::uint16_t>(mapping.label), condition.table, row, kNone});
    }
    return true;
  }

  rules::RowIndex match_on_copy(const Condition& condition) {
    std::vector<ValueId> copy(context_, context_ + program_.keys.size());
    for (const SlotCopy& mapping : condition.input_mapping)
      if (copy[mapping.from] != kAbsent) copy[mapping.to] = copy[mapping.from];
    return match_table<kExtras>(program_, condition.table, input_, copy.data());
  }

  bool run_path(const HotStep& step) {
    const SlotCopy* const first = program_.hot.copies.data() + step.first_copy;
    const SlotCopy* const last = first + step.copy_count;
    for (const SlotCopy* pair = first; pair != last; ++pair) {
      if (context_[pair->from] == kAbsent) [[unlikely]] {
        ErrorRecord& error = add_error(ErrorType::UnknownInputMapping);
        error.key = pair->from;
        error.table = program_.visits[step.visit].table;
        error.visit = step.visit;
      } else {
        context_[pair->to] = context_[pair->from];
      }
    }
    const bool stop = process(step.visit, nullptr);
    for (const SlotCopy* pair = first; pair != last; ++pair) context_[pair->to] = kAbsent;
    return stop;
  }

  // Tables being processed, innermost first.
  struct Frame {
    std::uint32_t table;
    std::uint32_t visit;
    const Frame* outer;
  };

  bool process(std::uint32_t visit_number, const Frame* outer) {
    const HotVisit& visit = program_.hot.visits[visit_number];
    if (visit.table == kNone) [[unlikely]] {
      add_error(ErrorType::UnknownTable).visit = visit_number;
      return false;
    }
    for (const Frame* frame = outer; frame != nullptr; frame = frame->outer)
      if (frame->table == visit.table) {
        add_error(ErrorType::InfiniteLoop).table = visit.table;
        return false;
      }
    const rules::RowIndex row = match(visit.table);
    outcome_.path.push_back({label_, visit.table, row, visit_number});
    if (row == rules::kNoRow) [[unlikely]] {
      add_table_error(ErrorType::MatchNotFound, visit.table).visit = visit_number;
      return false;
    }
    const Frame frame{visit.table, visit_number, outer};
    bool stop = false;
    const HotAction* action = program_.hot.actions.data() + visit.first_action + program_.hot.row_actions[visit.first_row + row];
    for (;; ++action) {
      if (action->kind == ActionKind::Write) [[likely]] context_[action->slot] = action->value;
      else act(*action, frame, row, stop);
      if (action->is_last) break;
    }
    return stop;
  }

  void act(const HotAction& action, const Frame& frame, rules::RowIndex row, bool& stop) {
    switch (action.kind) {
      case ActionKind::Copy: put({action.slot, kBlank, action.value}); break;
      case ActionKind::Remove: context_[action.slot] = kAbsent; break;
      case ActionKind::Jump: stop = process(action.value, &frame); break;
      case ActionKind::Stop: stop = true; break;
      case ActionKind::Error: {
        ErrorRecord& error = add_table_error(ErrorType::StagingError, frame.table);
        error.visit = frame.visit;
        error.column = action.column;
        error.row = row;
        break;
      }
      case ActionKind::Write:
      case ActionKind::Nothing: break;
    }
  }

  const Program& program_;
  const SchemaProgram& schema_;
  const CaseInput& input_;
  ValueId* context_;
  Outcome& outcome_;
  std::uint16_t label_ = 0;
};

void clear(Outcome& outcome) {
  outcome.schema = kNone;
  outcome.output.clear();
  outcome.errors.clear();
  outcome.values.clear();
  outcome.path.clear();
  outcome.free_output.clear();
  outcome.has_free_output = false;
}

}  // namespace

Stager::Stager(std::shared_ptr<const Program> program) : program_(std::move(program)), context_(program_->keys.size(), kAbsent) {}
Stager::~Stager() = default;

bool Stager::choose_schema(const CaseInput& input, std::uint32_t forced_schema) {
  if (forced_schema != kNone) {
    outcome_.schema = forced_schema;
    return true;
  }
  find_schemas(input, schemas_);
  if (schemas_.size() == 1) {
    outcome_.schema = schemas_.front();
    return true;
  }
  outcome_.result = schemas_.empty() ? StageResult::FailedNoMatchingSchema : StageResult::FailedMultipleMatchingSchemas;
  return false;
}

// Keys that are no input of the schema, in the walking order of the copy that the reference implementation makes.
bool Stager::check_keys(const CaseInput& input, const SchemaProgram& schema) {
  bool all_known = input.unknown_keys().empty();
  const auto supplied = input.supplied_slots();
  for (std::size_t i = 0; i < supplied.size(); ++i) all_known &= (supplied[i] & ~schema.input_slots[i]) == 0;
  if (all_known) return true;
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
  for (const std::size_t place : java_order_of_copy(keys)) {
    const auto [slot, has_slot] = known[place];
    if (has_slot && (schema.input_slots[slot / 64] >> (slot % 64) & 1) != 0) continue;
    ErrorRecord& error = outcome_.errors.emplace_back();
    error.type = ErrorType::UnknownInput;
    error.key = slot;
    error.is_unknown_key = !has_slot;
  }
  return false;
}

bool Stager::check_year(const CaseInput& input, const SchemaProgram& schema) {
  if (!schema.has_year) return false;
  if (!schema.has_year_table) return true;
  if (schema.year_table == kNone) return false;
  return match_table<true>(*program_, schema.year_table, input, context_.data()) != rules::kNoRow;
}

void Stager::drop_foreign_keys(const SchemaProgram& schema) {
  for (std::size_t word = 0; word < schema.input_slots.size(); ++word)
    for (std::size_t slot = word * 64; slot < std::min(context_.size(), word * 64 + 64); ++slot)
      if ((schema.input_slots[word] >> (slot % 64) & 1) == 0) context_[slot] = kAbsent;
}

const Outcome& Stager::stage(const CaseInput& input, std::uint32_t forced_schema, ForeignKeys foreign_keys) {
  clear(outcome_);
  const auto values = input.values();
  if (values[program_->site] <= kNull || values[program_->histology] <= kNull) {
    outcome_.result = StageResult::FailedMissingSiteOrHistology;
    return outcome_;
  }
  if (!choose_schema(input, forced_schema)) return outcome_;
  const SchemaProgram& schema = program_->schemas[outcome_.schema];
  if (foreign_keys == ForeignKeys::Refuse && !check_keys(input, schema)) {
    outcome_.result = StageResult::FailedInvalidInput;
    return outcome_;
  }
  std::memcpy(context_.data(), values.data(), values.size_bytes());
  for (const CaseInput::Trim& trim : input.trims()) context_[trim.slot] = trim.value;
  if (foreign_keys == ForeignKeys::Drop) drop_foreign_keys(schema);
  context_[program_->context_version] = program_->version_value;
  context_[program_->context_year] = program_->year_value;
  if (!check_year(input, schema)) {
    outcome_.result = StageResult::FailedInvalidYearDx;
    return outcome_;
  }
  const auto run = [&](auto&& runner) {
    if (!runner.inputs()) {
      outcome_.result = StageResult::FailedInvalidInput;
      return;
    }
    outcome_.result = StageResult::Staged;
    runner.outputs_and_context();
    runner.mappings();
    runner.collect_outputs();
  };
  if (input.has_extras()) run(Run<true>(*program_, schema, input, context_.data(), outcome_));
  else run(Run<false>(*program_, schema, input, context_.data(), outcome_));
  if (schema.outputs.empty() && outcome_.result == StageResult::Staged) {
    outcome_.has_free_output = true;
    for (std::size_t slot = 0; slot < context_.size(); ++slot) {
      const bool is_input = (schema.input_slots[slot / 64] >> (slot % 64) & 1) != 0;
      if (context_[slot] == kAbsent || is_input || slot == program_->context_version || slot == program_->context_year) continue;
      outcome_.free_output.push_back({static_cast<Slot>(slot), context_[slot], kNoSlot});
    }
  }
  return outcome_;
}

bool Stager::is_code_valid(std::uint32_t schema, std::string_view key, std::string_view code) {
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
  return match_table<true>(*program_, static_cast<std::uint32_t>(found->second), input, context.data()) != rules::kNoRow;
}

}  // namespace restage::registry
