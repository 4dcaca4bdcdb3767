// SPDX-License-Identifier: Apache-2.0
#include "registry/run/result_text.h"

#include <fmt/format.h>

namespace restage::registry {

std::string_view to_string(StageResult result) noexcept {
  switch (result) {
    case StageResult::Staged:
      return "STAGED";
    case StageResult::FailedMissingSiteOrHistology:
      return "FAILED_MISSING_SITE_OR_HISTOLOGY";
    case StageResult::FailedNoMatchingSchema:
      return "FAILED_NO_MATCHING_SCHEMA";
    case StageResult::FailedMultipleMatchingSchemas:
      return "FAILED_MULITPLE_MATCHING_SCHEMAS";
    case StageResult::FailedInvalidInput:
      return "FAILED_INVALID_INPUT";
    case StageResult::FailedInvalidYearDx:
      return "FAILED_INVALID_YEAR_DX";
  }
  return "";
}

std::string_view to_string(ErrorType type) noexcept {
  switch (type) {
    case ErrorType::UnknownInput:
      return "UNKNOWN_INPUT";
    case ErrorType::InvalidRequiredInput:
      return "INVALID_REQUIRED_INPUT";
    case ErrorType::InvalidNonRequiredInput:
      return "INVALID_NON_REQUIRED_INPUT";
    case ErrorType::UnknownInputMapping:
      return "UNKNOWN_INPUT_MAPPING";
    case ErrorType::StagingError:
      return "STAGING_ERROR";
    case ErrorType::MatchNotFound:
      return "MATCH_NOT_FOUND";
    case ErrorType::UnknownTable:
      return "UNKNOWN_TABLE";
    case ErrorType::InfiniteLoop:
      return "INFINITE_LOOP";
    case ErrorType::InvalidOutput:
      return "INVALID_OUTPUT";
  }
  return "";
}

namespace {

std::string value_list(const ErrorRecord& error, const Outcome& outcome, const CaseInput& input) {
  std::string list;
  const std::size_t count = input.program().tables[error.table].message_slots.size();
  for (std::size_t i = 0; i < count; ++i) {
    if (i > 0) list += ',';
    const std::string_view text = trim_controls(input.text(outcome.values[error.first_value + i]));
    list += text.empty() ? std::string_view("<blank>") : text;
  }
  return list;
}

std::string staging_error_message(const ErrorRecord& error, const Outcome& outcome, const CaseInput& input) {
  const TableProgram& table = input.program().tables[error.table];
  std::size_t ordinal = 0;
  for (std::size_t i = 0; i < table.definition->columns.size(); ++i) {
    if (table.definition->columns[i].type != ColumnType::Endpoint || ordinal++ != error.column) continue;
    const auto endpoint = parse_endpoint(table.definition->cell(error.row, i));
    if (endpoint && endpoint->value && !endpoint->value->empty()) return *endpoint->value;
  }
  return fmt::format("Matching resulted in an error in table '{}' for column '{}' ({})", table.definition->id,
                     table.endpoint_keys[error.column], value_list(error, outcome, input));
}

}  // namespace

ErrorText error_text(const ErrorRecord& error, const Outcome& outcome, const CaseInput& input) {
  const AlgorithmProgram& program = input.program();
  ErrorText text;
  text.type = error.type;
  if (error.table != kNone)
    text.table = program.tables[error.table].definition->id;
  else if (error.visit != kNone)
    text.table = program.visits[error.visit].table_id;
  if (error.is_unknown_key)
    text.key = input.unknown_keys()[error.key];
  else if (error.key != kNoSlot)
    text.key = program.keys[error.key];
  switch (error.type) {
    case ErrorType::UnknownInput:
      text.message = fmt::format("Unknown input key supplied: {}", *text.key);
      break;
    case ErrorType::InvalidRequiredInput:
    case ErrorType::InvalidNonRequiredInput:
      text.message = fmt::format("Invalid '{}' value ({})", *text.key, input.text(error.value));
      break;
    case ErrorType::InvalidOutput:
      text.message = fmt::format("Invalid '{}' value ({})", *text.key,
                                 error.value <= kBlank ? std::string_view("<blank>") : input.text(error.value));
      break;
    case ErrorType::UnknownInputMapping:
      text.message = fmt::format("Input mapping '{}' does not exist for table '{}'", *text.key, *text.table);
      break;
    case ErrorType::StagingError:
      text.columns = {program.tables[error.table].endpoint_keys[error.column]};
      text.message = staging_error_message(error, outcome, input);
      break;
    case ErrorType::MatchNotFound:
      if (!text.key) text.columns = program.tables[error.table].endpoint_keys;
      text.message = fmt::format("Match not found in table '{}' ({})", *text.table, value_list(error, outcome, input));
      break;
    case ErrorType::UnknownTable:
      text.message = text.key ? fmt::format("The table named for '{}' does not exist", *text.key)
                              : fmt::format("The table '{}' does not exist", *text.table);
      break;
    case ErrorType::InfiniteLoop:
      text.message = fmt::format("The table '{}' jumps back to itself", *text.table);
      break;
  }
  return text;
}

std::string path_text(const PathEntry& entry, const AlgorithmProgram& program) {
  const std::string& mapping = program.mapping_ids[entry.label];
  const std::string& table = program.tables[entry.table].definition->id;
  return mapping.empty() ? table : mapping + '.' + table;
}

StagedText staged_text(const Outcome& outcome, const CaseInput& input) {
  const AlgorithmProgram& program = input.program();
  StagedText text;
  text.result = outcome.result;
  const auto add = [&](Slot slot, ValueId value) {
    if (value == kAbsent) return;
    text.output[program.keys[slot]] = value == kNull ? std::nullopt : std::optional<std::string>(input.text(value));
  };
  if (outcome.schema != kNone) {
    const SchemaProgram& schema = program.schemas[outcome.schema];
    text.schema_id = schema.definition->id;
    if (outcome.result == StageResult::Staged)
      for (std::size_t i = 0; i < schema.outputs.size(); ++i)
        add(schema.outputs[i].default_value.slot, outcome.value(schema.outputs[i].default_value.slot));
  }
  for (const Setting& setting : outcome.free_output) add(setting.slot, setting.value);
  for (const ErrorRecord& error : outcome.errors) text.errors.push_back(error_text(error, outcome, input));
  std::vector<PathEntry> path;
  find_path(outcome, program, path);
  for (const PathEntry& entry : path) text.path.push_back(path_text(entry, program));
  return text;
}

}  // namespace restage::registry
