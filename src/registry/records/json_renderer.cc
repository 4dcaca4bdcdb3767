// SPDX-License-Identifier: Apache-2.0
#include "registry/records/json_renderer.h"

#include <algorithm>
#include <span>

#include "base/json_writer.h"
#include "registry/explain/relevance.h"
#include "registry/run/result_text.h"

namespace restage::registry {

JsonRenderer::JsonRenderer(std::shared_ptr<const AlgorithmProgram> program, RenderOptions options)
    : program_(std::move(program)), options_(options) {
  values_.resize(program_->dictionary.size());
  for (std::size_t id = kBlank; id < values_.size(); ++id)
    JsonWriter::append_quoted(values_[id], program_->dictionary.text(static_cast<ValueId>(id)));
  values_[kNull] = "null";
  for (const std::string& key : program_->keys) {
    JsonWriter::append_quoted(keys_.emplace_back(), key);
    keys_.back() += ':';
  }
  path_.resize(program_->mapping_ids.size() * program_->tables.size());
  no_match_.resize(program_->tables.size());
  relevant_.resize(program_->schemas.size());
}

void JsonRenderer::append(std::string& out, const Outcome& outcome, const CaseInput& input) {
  out += "\"result\":\"";
  out += to_string(outcome.result);
  out += "\",\"schema_id\":";
  if (outcome.schema == kNone)
    out += "null";
  else
    JsonWriter::append_quoted(out, program_->schemas[outcome.schema].definition->id);
  append_output(out, outcome, input);
  append_errors(out, outcome, input);
  if (options_.with_path) append_path(out, outcome);
}

void JsonRenderer::append_value(std::string& out, ValueId value, const CaseInput& input) {
  if (value < values_.size())
    out += values_[value];
  else
    JsonWriter::append_quoted(out, input.text(value));
}

void JsonRenderer::append_output(std::string& out, const Outcome& outcome, const CaseInput& input) {
  out += ",\"output\":{";
  const std::size_t start = out.size();
  const auto add = [&](Slot slot, ValueId value) {
    if (value == kAbsent || (options_.wanted_output != nullptr && !(*options_.wanted_output)[slot])) return;
    if (out.size() != start) out += ',';
    out += keys_[slot];
    append_value(out, value, input);
  };
  if (outcome.result == StageResult::Staged) {
    const SchemaProgram& schema = program_->schemas[outcome.schema];
    for (const OutputStep& output : schema.outputs)
      add(output.default_value.slot, outcome.value(output.default_value.slot));
    for (const Setting& setting : outcome.free_output) add(setting.slot, setting.value);
  }
  out += '}';
}

bool JsonRenderer::matters(const ErrorRecord& error, const Outcome& outcome) {
  if (options_.wanted_output == nullptr || outcome.schema == kNone) return true;
  std::vector<bool>& relevant = relevant_[outcome.schema];
  if (relevant.empty())
    relevant = relevant_slots(*program_, program_->schemas[outcome.schema], *options_.wanted_output);
  return error_matters(error, *program_, relevant);
}

void JsonRenderer::append_errors(std::string& out, const Outcome& outcome, const CaseInput& input) {
  out += ",\"errors\":[";
  const std::size_t start = out.size();
  for (const ErrorRecord& error : outcome.errors) {
    if (!matters(error, outcome)) continue;
    if (out.size() != start) out += ',';
    if (!append_no_match(out, error, outcome)) append_error(out, error_text(error, outcome, input));
  }
  out += ']';
}

bool JsonRenderer::append_no_match(std::string& out, const ErrorRecord& error, const Outcome& outcome) {
  if (error.type != ErrorType::MatchNotFound || error.key != kNoSlot) return false;
  const TableProgram& table = program_->tables[error.table];
  const std::span<const ValueId> values(outcome.values.data() + error.first_value, table.message_slots.size());
  const auto is_tidy = [&](ValueId id) {
    if (id < kAfterSpaces) return true;
    if (id >= values_.size()) return false;
    const std::string& text = program_->dictionary.text(id);
    return trim_controls(text).size() == text.size();
  };
  if (!std::all_of(values.begin(), values.end(), is_tidy)) return false;
  std::string& begin = no_match_[error.table];
  if (begin.empty()) {
    begin = "{\"type\":\"MATCH_NOT_FOUND\",\"table\":";
    JsonWriter::append_quoted(begin, table.definition->id);
    begin += ",\"columns\":[";
    for (std::size_t i = 0; i < table.endpoint_keys.size(); ++i) {
      if (i > 0) begin += ',';
      JsonWriter::append_quoted(begin, table.endpoint_keys[i]);
    }
    begin += "],\"key\":null,\"message\":";
    JsonWriter::append_quoted(begin, "Match not found in table '" + table.definition->id + "' (");
    begin.pop_back();  // the message goes on
  }
  out += begin;
  bool first = true;
  for (const ValueId id : values) {
    if (!first) out += ',';
    first = false;
    if (id < kAfterSpaces)
      out += "<blank>";
    else
      out.append(values_[id], 1, values_[id].size() - 2);
  }
  out += ")\"}";
  return true;
}

void JsonRenderer::append_error(std::string& out, const ErrorText& text) {
  const auto add_text = [&](std::string_view name, const std::optional<std::string>& value) {
    out += name;
    if (value)
      JsonWriter::append_quoted(out, *value);
    else
      out += "null";
  };
  out += "{\"type\":\"";
  out += to_string(text.type);
  add_text("\",\"table\":", text.table);
  out += ",\"columns\":";
  if (text.columns) {
    char mark = '[';
    if (text.columns->empty()) out += '[';
    for (const std::string& column : *text.columns) {
      out += mark;
      JsonWriter::append_quoted(out, column);
      mark = ',';
    }
    out += ']';
  } else {
    out += "null";
  }
  add_text(",\"key\":", text.key);
  out += ",\"message\":";
  JsonWriter::append_quoted(out, text.message);
  out += '}';
}

void JsonRenderer::append_path(std::string& out, const Outcome& outcome) {
  out += ",\"path\":[";
  bool first = true;
  find_path(outcome, *program_, entries_);
  for (const PathEntry& entry : entries_) {
    if (!first) out += ',';
    first = false;
    std::string& text = path_[entry.label * program_->tables.size() + entry.table];
    if (text.empty()) JsonWriter::append_quoted(text, path_text(entry, *program_));
    out += text;
  }
  out += ']';
}

}  // namespace restage::registry
