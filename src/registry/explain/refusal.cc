// SPDX-License-Identifier: Apache-2.0
#include "registry/explain/refusal.h"

#include <algorithm>

#include <fmt/format.h>

#include "base/text.h"
#include "registry/archive/cell.h"
#include "registry/explain/missing_discriminators.h"
#include "registry/run/result_text.h"
#include "registry/run/schema_choice.h"

namespace restage::registry {
namespace {

constexpr std::size_t kLongestMeaning = 60;
constexpr std::size_t kMostCodes = 15;

bool is_code_error(const ErrorRecord& error) noexcept {
  return error.type == ErrorType::InvalidRequiredInput || error.type == ErrorType::InvalidNonRequiredInput;
}

const FieldDefinition* find_field(const AlgorithmProgram& program, std::uint32_t schema, const std::string& key) {
  const auto in = [&](const SchemaDefinition& definition) {
    return definition.input(key) != nullptr ? definition.input(key) : definition.output(key);
  };
  if (schema != kNone) return in(*program.schemas[schema].definition);
  for (const SchemaDefinition& definition : program.definition->schemas)
    if (const FieldDefinition* field = in(definition); field != nullptr) return field;
  return nullptr;
}

std::string cell_in_words(const AlgorithmProgram& program, std::string_view cell) {
  return without_references(cell, std::to_string(program.current_year), trim_controls(program.definition->version));
}

std::string code_list(const AlgorithmProgram& program, const MissingDiscriminator& missing) {
  std::string list;
  for (std::size_t i = 0; i < missing.codes.size() && i < kMostCodes; ++i) {
    const auto& [code, meaning] = missing.codes[i];
    list += fmt::format("{}{}", i == 0 ? "" : "; ", code.empty() ? "blank" : cell_in_words(program, code));
    if (const std::string words = brief_text(meaning.substr(0, meaning.find_first_of("\r\n")), kLongestMeaning);
        !words.empty())
      list += " = " + words;
  }
  if (missing.codes.size() > kMostCodes) list += fmt::format("; and {} more", missing.codes.size() - kMostCodes);
  return list;
}

std::string schema_names(const AlgorithmProgram& program, const std::vector<std::uint32_t>& schemas) {
  std::string names;
  for (std::size_t i = 0; i < schemas.size() && i < kMostCodes; ++i)
    names += (i == 0 ? "" : ", ") + program.schemas[schemas[i]].definition->id;
  if (schemas.size() > kMostCodes) names += fmt::format(" and {} more", schemas.size() - kMostCodes);
  return names;
}

std::string supplied_text(const CaseInput& input, Slot slot) { return std::string(input.text(input.values()[slot])); }

void add_once(std::vector<std::string>& parts, std::string part) {
  if (std::find(parts.begin(), parts.end(), part) == parts.end()) parts.push_back(std::move(part));
}

// Schemas for the site alone, the histology alone, or both.
std::vector<std::uint32_t> schemas_for(const CaseInput& input, std::initializer_list<Slot> slots) {
  CaseInput narrow(input.program());
  for (const Slot slot : slots) narrow.set(slot, supplied_text(input, slot));
  std::vector<std::uint32_t> schemas;
  find_schemas(narrow, schemas);
  return schemas;
}

RefusalReason no_schema(const CaseInput& input) {
  const AlgorithmProgram& program = input.program();
  for (const auto& [slot, code] :
       {std::pair{program.site, IssueCode::SiteUnknown}, std::pair{program.histology, IssueCode::HistologyUnknown}}) {
    const std::string name = key_name(program, kNone, program.keys[slot]);
    const std::string text = supplied_text(input, slot);
    if (text.empty()) return {code, fmt::format("{} is blank", name), "code it"};
    if (schemas_for(input, {slot}).empty())
      return {code, fmt::format("'{}' is not a code of {}", text, name),
              slot == program.site ? "correct the code: C and three digits, without a point"
                                   : "correct the code: four digits, without behavior"};
  }
  const std::vector<std::uint32_t> candidates = schemas_for(input, {program.site, program.histology});
  const std::string both = fmt::format("site {} with histology {}", supplied_text(input, program.site),
                                       supplied_text(input, program.histology));
  if (candidates.empty())
    return {IssueCode::NoSystem, fmt::format("no schema takes {}", both),
            "correct the site or the histology; this algorithm may not stage the combination"};
  std::vector<std::string> tried;
  for (const std::uint32_t schema : candidates)
    for (const ColumnRef& column : program.tables[program.schemas[schema].selection_table].columns) {
      if (column.slot == program.site || column.slot == program.histology || !input.supplied(column.slot)) continue;
      add_once(tried, fmt::format("{} '{}'", key_name(program, schema, program.keys[column.slot]),
                                  supplied_text(input, column.slot)));
    }
  return {
      IssueCode::ValueUnreadable,
      fmt::format("{} leads to {}, but none of these takes {}", both, schema_names(program, candidates),
                  text::join(tried, ", ")),
      fmt::format("correct what is named; --show {} explains it", program.schemas[candidates.front()].definition->id)};
}

// What the missing keys must be for a schema to be chosen: `year_dx 2018-2022; or year_dx 9999`. Empty: anything.
std::string condition_for(const CaseInput& input, std::uint32_t schema) {
  const AlgorithmProgram& program = input.program();
  const SchemaProgram& candidate = program.schemas[schema];
  const TableDefinition* table = program.definition->table(candidate.definition->selection_table);
  std::vector<std::string> conditions;
  for (const std::uint32_t row : selection_rows(input, schema)) {
    std::string condition;
    for (std::size_t i = 0; i < table->columns.size(); ++i) {
      const ColumnDefinition& column = table->columns[i];
      const Slot slot = program.find_slot(column.key);
      if (column.type != ColumnType::Input || slot == kNoSlot || input.supplied(slot) || table->is_null(row, i) ||
          table->cell(row, i) == "*")
        continue;
      condition += fmt::format("{}{} {}", condition.empty() ? "" : " and ", column.key,
                               table->cell(row, i).empty() ? "blank" : cell_in_words(program, table->cell(row, i)));
    }
    if (condition.empty()) return {};
    add_once(conditions, std::move(condition));
  }
  return text::join(conditions, ", or ");
}

RefusalReason several_schemas(const CaseInput& input) {
  const AlgorithmProgram& program = input.program();
  std::vector<std::uint32_t> schemas;
  find_schemas(input, schemas);
  std::string fitting;
  for (const std::uint32_t schema : schemas) {
    const std::string condition = condition_for(input, schema);
    fitting += fmt::format("{}{}{}", fitting.empty() ? "" : "; ", program.schemas[schema].definition->id,
                           condition.empty() ? "" : " if " + condition);
  }
  std::string missing;
  std::string names;
  for (const MissingDiscriminator& entry : missing_discriminators(input)) {
    names += (names.empty() ? "" : " and ") + entry.key;
    missing += fmt::format("; missing is {}", key_name(program, kNone, entry.key));
    if (!entry.codes.empty()) missing += fmt::format(" with the codes {}", code_list(program, entry));
  }
  if (names.empty()) names = "what tells them apart";
  return {IssueCode::ValueMissing, fmt::format("{} schemas fit: {}{}", schemas.size(), fitting, missing),
          fmt::format("code {}, or name the schema with --schema", names)};
}

RefusalReason invalid_input(const Outcome& outcome, const CaseInput& input) {
  const AlgorithmProgram& program = input.program();
  RefusalReason story{IssueCode::ValueUnreadable, "", ""};
  const std::string& schema = program.schemas[outcome.schema].definition->id;
  for (const ErrorRecord& error : outcome.errors) {
    if (error.type == ErrorType::UnknownInput) {
      const ErrorText text = error_text(error, outcome, input);
      story.message +=
          fmt::format("{}'{}' is not an input of schema {}", story.message.empty() ? "" : "; ", *text.key, schema);
    } else if (is_code_error(error)) {
      story.message += fmt::format("{}'{}' is not a code of {}", story.message.empty() ? "" : "; ",
                                   input.text(error.value), key_name(program, outcome.schema, program.keys[error.key]));
    }
  }
  story.remedy =
      fmt::format("correct or remove what is named; --show {} lists the inputs and their code tables", schema);
  return story;
}

}  // namespace

std::string brief_text(std::string_view text, std::size_t longest) {
  std::string line;
  for (const char c : text::trim(text)) {
    const char kept = c == '\n' || c == '\r' || c == '\t' ? ' ' : c;
    if (kept != ' ' || (!line.empty() && line.back() != ' ')) line += kept;
  }
  if (line.size() <= longest) return line;
  const std::size_t blank = line.rfind(' ', longest);
  line.resize(blank == std::string::npos || blank < longest / 3 ? longest : blank);
  while (!line.empty() && (static_cast<unsigned char>(line.back()) & 0xC0) == 0x80) line.pop_back();
  if (!line.empty() && static_cast<unsigned char>(line.back()) >= 0xC0) line.pop_back();
  return line + " …";
}

std::string field_name(const FieldDefinition& field) {
  const std::string& name = field.name.empty() ? field.key : field.name;
  if (field.naaccr_item == 0) return fmt::format("{} ({})", name, field.key);
  return fmt::format("{} ({}, NAACCR {} {})", name, field.key, field.naaccr_item, field.naaccr_xml_id);
}

std::string key_name(const AlgorithmProgram& program, std::uint32_t schema, const std::string& key) {
  const FieldDefinition* field = find_field(program, schema, key);
  return field == nullptr ? key : field_name(*field);
}

std::string refusal_summary(const Outcome& outcome, const CaseInput& input) {
  const AlgorithmProgram& program = input.program();
  switch (outcome.result) {
    case StageResult::FailedNoMatchingSchema:
      return "no schema takes this site, histology and discriminators";
    case StageResult::FailedMultipleMatchingSchemas: {
      std::vector<std::uint32_t> schemas;
      find_schemas(input, schemas);
      std::string missing;
      for (const std::string& key : missing_keys(input, schemas))
        missing += (missing.empty() ? "; missing is " : ", ") + key;
      return fmt::format("{} schemas fit{}", schemas.size(), missing);
    }
    case StageResult::FailedInvalidYearDx:
      return fmt::format("the year of diagnosis is not one that {} {} takes", program.definition->name,
                         program.definition->version);
    case StageResult::FailedMissingSiteOrHistology:
      return "site or histology is missing";
    default:
      return {};
  }
}

RefusalReason refusal_reason(const Outcome& outcome, const CaseInput& input) {
  const AlgorithmProgram& program = input.program();
  switch (outcome.result) {
    case StageResult::Staged:
      break;
    case StageResult::FailedMissingSiteOrHistology: {
      const Slot slot = input.values()[program.site] <= kNull ? program.site : program.histology;
      return {slot == program.site ? IssueCode::SiteUnknown : IssueCode::HistologyUnknown,
              fmt::format("{} is missing", key_name(program, kNone, program.keys[slot])), "code it"};
    }
    case StageResult::FailedNoMatchingSchema:
      return no_schema(input);
    case StageResult::FailedMultipleMatchingSchemas:
      return several_schemas(input);
    case StageResult::FailedInvalidYearDx: {
      const std::string year = program.year_dx == kNoSlot || !input.supplied(program.year_dx)
                                   ? std::string()
                                   : supplied_text(input, program.year_dx);
      return {IssueCode::ValueOutOfRange,
              fmt::format("the year of diagnosis '{}' is not one that {} {} takes", year, program.definition->name,
                          program.definition->version),
              "correct the date of diagnosis (NAACCR 390 dateOfDiagnosis), or give the algorithm for that year with "
              "--algorithm"};
    }
    case StageResult::FailedInvalidInput:
      return invalid_input(outcome, input);
  }
  return {IssueCode::ValueUnreadable, std::string(to_string(outcome.result)), ""};
}

DataIssue refusal_issue(const Outcome& outcome, const CaseInput& input, std::string path) {
  RefusalReason story = refusal_reason(outcome, input);
  return make_issue(story.code, std::move(path), fmt::format("{}: {}", to_string(outcome.result), story.message),
                    std::move(story.remedy));
}

bool has_invalid_code(const Outcome& outcome) noexcept {
  return std::any_of(outcome.errors.begin(), outcome.errors.end(), is_code_error);
}

void add_invalid_code_issues(const Outcome& outcome, const CaseInput& input, const std::string& path,
                             std::vector<DataIssue>& issues) {
  const AlgorithmProgram& program = input.program();
  for (const ErrorRecord& error : outcome.errors) {
    if (!is_code_error(error)) continue;
    const FieldDefinition* field = find_field(program, outcome.schema, program.keys[error.key]);
    issues.push_back(make_issue(IssueCode::CodeUnknown, path,
                                fmt::format("'{}' is not a code of {}", input.text(error.value),
                                            key_name(program, outcome.schema, program.keys[error.key])),
                                field != nullptr && field->table
                                    ? fmt::format("correct the code; --show {} lists the codes", *field->table)
                                    : std::string("correct the code")));
  }
}

}  // namespace restage::registry
