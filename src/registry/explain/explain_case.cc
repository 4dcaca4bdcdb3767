// SPDX-License-Identifier: Apache-2.0
#include "registry/explain/explain_case.h"

#include <algorithm>

#include "registry/archive/cell.h"
#include "registry/explain/relevance.h"
#include "registry/run/result_text.h"

namespace restage::registry {
namespace {

constexpr std::size_t kLongestMeaning = 90;

// The meaning of a code in an input's or output's table, on one line; empty when there is none.
std::string meaning_of_code(const AlgorithmDefinition& algorithm, const FieldDefinition& field, std::string_view code) {
  const TableDefinition* table = field.table ? algorithm.table(*field.table) : nullptr;
  if (table == nullptr) return {};
  const auto position = [&](auto test) {
    return static_cast<std::size_t>(std::find_if(table->columns.begin(), table->columns.end(), test) -
                                    table->columns.begin());
  };
  const std::size_t codes = position(
      [&](const ColumnDefinition& column) { return column.type == ColumnType::Input && column.key == field.key; });
  const std::size_t meanings =
      position([](const ColumnDefinition& column) { return column.type == ColumnType::Description; });
  if (codes == table->columns.size() || meanings == table->columns.size()) return {};
  for (std::size_t row = 0; row < table->row_count(); ++row) {
    const InputCell cell = parse_input_cell(table->cell(row, codes));
    if (std::any_of(cell.ranges.begin(), cell.ranges.end(), [&](const CellRange& range) {
          return !range.has_reference && range_accepts(range.low, range.high, code);
        }))
      return brief_text(table->cell(row, meanings), kLongestMeaning);
  }
  return {};
}

ExplainedValue explained(const AlgorithmDefinition& algorithm, const FieldDefinition& field, std::string value) {
  std::string meaning = meaning_of_code(algorithm, field, value);
  return {&field, std::move(value), std::move(meaning), false, {}};
}

void add_inputs(const CaseInput& input, CaseExplanation& told) {
  const AlgorithmProgram& program = input.program();
  for (const FieldDefinition& field : told.schema->inputs) {
    const Slot slot = program.find_slot(field.key);
    if (!field.used_for_staging || slot == kNoSlot) continue;
    const bool given = input.supplied(slot) && input.values()[slot] > kNull;
    told.inputs.push_back(
        explained(*program.definition, field,
                  given ? std::string(trim_controls(input.text(input.values()[slot])))
                        : without_references(field.default_value.value_or(""), std::to_string(program.current_year),
                                             trim_controls(program.definition->version))));
    told.inputs.back().is_default = !given;
  }
}

void add_outputs(const Outcome& outcome, const CaseInput& input, const std::vector<bool>& wanted,
                 CaseExplanation& told) {
  const AlgorithmProgram& program = input.program();
  const StagedText text = staged_text(outcome, input);
  for (const FieldDefinition& field : told.schema->outputs) {
    const Slot slot = program.find_slot(field.key);
    if (slot == kNoSlot || (!wanted.empty() && !wanted[slot])) continue;
    const auto found = text.output.find(field.key);
    told.derived.push_back(
        explained(*program.definition, field, found == text.output.end() ? std::string() : found->second.value_or("")));
    told.derived.back().rows = row_places(outcome, program, slot);
  }
}

void add_errors(const Outcome& outcome, const CaseInput& input, const std::vector<bool>& wanted,
                CaseExplanation& told) {
  const AlgorithmProgram& program = input.program();
  std::vector<bool> relevant;
  if (!wanted.empty()) relevant = relevant_slots(program, program.schemas[outcome.schema], wanted);
  for (const ErrorRecord& error : outcome.errors) {
    if (!wanted.empty() && !error_matters(error, program, relevant)) continue;
    ErrorText text = error_text(error, outcome, input);
    std::string item = text.key ? key_name(program, outcome.schema, *text.key) : std::string();
    told.errors.push_back({std::move(text), std::move(item)});
  }
}

}  // namespace

CaseExplanation explain_case(const Outcome& outcome, const CaseInput& input, const std::vector<bool>& wanted) {
  CaseExplanation told;
  told.result = outcome.result;
  told.algorithm = input.program().definition.get();
  if (outcome.schema != kNone) told.schema = input.program().schemas[outcome.schema].definition;
  if (outcome.result != StageResult::Staged) {
    told.refusal = refusal_reason(outcome, input);
    return told;
  }
  add_inputs(input, told);
  add_outputs(outcome, input, wanted, told);
  add_errors(outcome, input, wanted, told);
  return told;
}

}  // namespace restage::registry
