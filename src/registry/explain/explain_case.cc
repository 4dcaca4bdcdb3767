// SPDX-License-Identifier: Apache-2.0
#include "registry/explain/explain_case.h"

#include <algorithm>

#include <fmt/format.h>

#include "registry/archive/cell.h"
#include "registry/explain/refusal.h"
#include "registry/explain/relevance.h"
#include "registry/explain/rows_behind.h"
#include "registry/run/result_text.h"

namespace restage::registry {
namespace {

constexpr std::size_t kLongestMeaning = 90;

std::string shown(std::string_view value) { return value.empty() ? std::string("blank") : std::string(value); }

void add_value(std::string& out, const AlgorithmDefinition& algorithm, const FieldDefinition& field,
               std::string_view value, std::string_view note) {
  out += fmt::format("    {:<10} {}{}", shown(value), field_name(field), note);
  if (const std::string meaning = meaning_of_code(algorithm, field, value); !meaning.empty()) out += ": " + meaning;
  out += '\n';
}

void add_inputs(std::string& out, const SchemaDefinition& schema, const CaseInput& input) {
  const AlgorithmProgram& program = input.program();
  out += "  inputs used for staging\n";
  for (const FieldDefinition& field : schema.inputs) {
    const Slot slot = program.find_slot(field.key);
    if (!field.used_for_staging || slot == kNoSlot) continue;
    const bool given = input.supplied(slot) && input.values()[slot] > kNull;
    add_value(out, *program.definition, field,
              given ? std::string(trim_controls(input.text(input.values()[slot])))
                    : without_references(field.default_value.value_or(""), std::to_string(program.current_year),
                                         trim_controls(program.definition->version)),
              given ? "" : " by default");
  }
}

}  // namespace

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

std::string explain_case(const std::string& name, const Outcome& outcome, const CaseInput& input,
                         const std::vector<bool>& wanted) {
  const AlgorithmProgram& program = input.program();
  const AlgorithmDefinition& algorithm = *program.definition;
  std::string out = fmt::format("{}: {} by {} {}", name, to_string(outcome.result), algorithm.name, algorithm.version);
  const SchemaDefinition* schema = outcome.schema == kNone ? nullptr : program.schemas[outcome.schema].definition;
  if (schema != nullptr)
    out += fmt::format(", schema {} ({})", schema->id, schema->title.empty() ? schema->name : schema->title);
  out += '\n';
  if (outcome.result != StageResult::Staged) {
    const DataIssue issue = refusal_issue(outcome, input, {});
    return out +
           fmt::format("  {}\n  remedy: {}\n\n", issue.message.substr(issue.message.find(": ") + 2), issue.remedy);
  }
  add_inputs(out, *schema, input);
  out += "  derived\n";
  const StagedText text = staged_text(outcome, input);
  for (const FieldDefinition& field : schema->outputs) {
    const Slot slot = program.find_slot(field.key);
    if (slot == kNoSlot || (!wanted.empty() && !wanted[slot])) continue;
    const auto found = text.output.find(field.key);
    add_value(out, algorithm, field,
              found == text.output.end() ? std::string_view() : std::string_view(found->second ? *found->second : ""),
              "");
    out += fmt::format("               by {}\n", rows_behind_text(outcome, program, slot));
  }
  std::vector<bool> relevant;
  if (!wanted.empty()) relevant = relevant_slots(program, program.schemas[outcome.schema], wanted);
  std::string errors;
  for (const ErrorRecord& error : outcome.errors) {
    if (!wanted.empty() && !error_matters(error, program, relevant)) continue;
    const ErrorText told = error_text(error, outcome, input);
    errors += fmt::format("    {}: {}", to_string(told.type), told.message);
    if (told.key) errors += "; " + key_name(program, outcome.schema, *told.key);
    errors += '\n';
  }
  if (!errors.empty()) out += "  errors\n" + errors;
  return out + "\n";
}

}  // namespace restage::registry
