// SPDX-License-Identifier: Apache-2.0
#pragma once
// ReferenceInterpreter: the algorithm run straight from its definition, row by row, on maps of strings.
//
// It exists to check the compiled form against (tests and fuzz targets include it; the library does not). It
// shares nothing with the compiler but the parsing and testing of single cells. Slow and simple on purpose.
#include <algorithm>
#include <set>

#include <fmt/format.h>

#include "registry/archive/cell.h"
#include "registry/archive/definition.h"
#include "registry/archive/walking_order.h"
#include "registry/run/result.h"

namespace restage::registry {

class ReferenceInterpreter {
 public:
  using Context = std::map<std::string, std::optional<std::string>>;

  ReferenceInterpreter(const AlgorithmDefinition& algorithm, int current_year)
      : algorithm_(algorithm), year_(std::to_string(current_year)) {}

  StagedText stage(const CaseText& given) {
    out_ = {};
    Context input;
    std::vector<std::string_view> order;
    for (const auto& [key, value] : given) {
      if (!input.contains(key)) order.push_back(key);
      input[key] = value;
    }
    if (!has(input, "site") || !has(input, "hist")) return fail(StageResult::FailedMissingSiteOrHistology);
    const std::vector<const SchemaDefinition*> found = lookup(input);
    if (found.size() != 1)
      return fail(found.empty() ? StageResult::FailedNoMatchingSchema : StageResult::FailedMultipleMatchingSchemas);
    const SchemaDefinition& schema = *found.front();
    out_.schema_id = schema.id;
    for (const std::size_t i : walking_order_of_copy(order))
      if (schema.input(order[i]) == nullptr)
        error(ErrorType::UnknownInput, std::nullopt, std::nullopt, std::string(order[i]),
              fmt::format("Unknown input key supplied: {}", order[i]));
    if (!out_.errors.empty()) return fail(StageResult::FailedInvalidInput);
    context_ = input;
    context_["ctx_alg_version"] = algorithm_.version;
    context_["ctx_year_current"] = year_;
    for (auto& [key, value] : context_)
      if (value) value = std::string(trim_controls(*value));
    if (!year_is_valid(schema)) return fail(StageResult::FailedInvalidYearDx);
    return run(schema, input);
  }

  std::vector<const SchemaDefinition*> lookup(const Context& input) const {
    std::vector<const SchemaDefinition*> found;
    for (const char* key : {"site", "hist"})
      if (has(input, key) && !listed(std::string(key) == "site" ? "primary_site" : "histology", *input.at(key)))
        return found;
    const bool both =
        has(input, "site") && has(input, "hist") && !input.at("site")->empty() && !input.at("hist")->empty();
    if (!has(input, "site") && !has(input, "hist")) return found;
    if (!both)
      for (const auto& [key, value] : input)
        if (key != "site" && key != "hist" && value && !value->empty()) return found;
    for (const SchemaDefinition& schema : algorithm_.schemas)
      if (const TableDefinition* table = algorithm_.table(schema.selection_table);
          table != nullptr && match(*table, input, true))
        found.push_back(&schema);
    return found;
  }

 private:
  static bool has(const Context& context, const std::string& key) {
    const auto found = context.find(key);
    return found != context.end() && found->second.has_value();
  }
  static std::string text_in(const Context& context, const std::string& key) {
    return has(context, key) ? *context.at(key) : "";
  }

  static std::optional<std::string> resolve(const Context& context, const std::string& text) {
    const auto key = reference_key(text);
    if (!key) return text;
    const auto found = context.find(std::string(*key));
    return found == context.end() ? std::string() : found->second;
  }

  bool listed(const std::string& table_id, const std::string& code) const {
    const TableDefinition& table = *algorithm_.table(table_id);
    for (std::size_t row = 0; row < table.row_count(); ++row)
      for (std::size_t i = 0; i < table.columns.size(); ++i)
        if (table.columns[i].type == ColumnType::Input && !table.is_null(row, i) &&
            in_code_list(parse_input_cell(table.cell(row, i)), code))
          return true;
    return false;
  }

  std::optional<std::size_t> match(const TableDefinition& table, const Context& context,
                                   bool only_supplied = false) const {
    for (std::size_t row = 0; row < table.row_count(); ++row) {
      std::map<std::string, std::size_t> cells;
      for (std::size_t i = 0; i < table.columns.size(); ++i)
        if (table.columns[i].type == ColumnType::Input && !table.is_null(row, i)) cells[table.columns[i].key] = i;
      bool accepted = true;
      for (const auto& [key, column] : cells) {
        if (only_supplied && !context.contains(key)) continue;
        const InputCell cell = parse_input_cell(table.cell(row, column));
        const std::string value = text_in(context, key);
        accepted = accepted && (cell.accepts_anything ||
                                std::any_of(cell.ranges.begin(), cell.ranges.end(), [&](const CellRange& range) {
                                  return range_accepts(resolve(context, range.low).value_or(""),
                                                       resolve(context, range.high).value_or(""), value);
                                }));
      }
      if (accepted) return row;
    }
    return std::nullopt;
  }

  bool year_is_valid(const SchemaDefinition& schema) const {
    const FieldDefinition* year = schema.input("year_dx");
    if (year == nullptr) return false;
    if (!year->table) return true;
    const TableDefinition* table = algorithm_.table(*year->table);
    return table != nullptr && match(*table, context_);
  }

  StagedText run(const SchemaDefinition& schema, const Context& supplied) {
    if (!inputs(schema)) return fail(StageResult::FailedInvalidInput);
    for (const FieldDefinition& output : schema.outputs)
      context_[output.key] = resolve(context_, output.default_value.value_or(""));
    for (const KeyValue& pair : schema.initial_context)
      context_[pair.key] = pair.value ? resolve(context_, *pair.value) : std::nullopt;
    for (const MappingDefinition& mapping : schema.mappings) run_mapping(mapping);
    std::map<std::string, const FieldDefinition*> outputs;
    for (const FieldDefinition& output : schema.outputs) outputs[output.key] = &output;
    std::vector<std::string_view> keys;
    for (const auto& [key, output] : outputs) keys.push_back(key);
    for (const std::size_t place :
         walking_order(keys, map_capacity_after_puts(schema.inputs.size() + schema.outputs.size() + 2))) {
      const std::string key(keys[place]);
      const FieldDefinition* output = outputs[key];
      const TableDefinition* table = output->table ? algorithm_.table(*output->table) : nullptr;
      if (table == nullptr || !context_.contains(key) || match(*table, context_)) continue;
      const std::string value = text_in(context_, key);
      error(ErrorType::InvalidOutput, table->id, std::nullopt, key,
            fmt::format("Invalid '{}' value ({})", key, value.empty() ? "<blank>" : value));
    }
    for (const auto& [key, value] : context_) {
      const bool is_left_over = outputs.empty() && !supplied.contains(key) && schema.input(key) == nullptr &&
                                !key.starts_with("ctx_alg_version") && !key.starts_with("ctx_year_current");
      if (outputs.contains(key) || is_left_over) out_.output[key] = value;
    }
    return out_;
  }

  bool inputs(const SchemaDefinition& schema) {
    std::vector<std::string_view> keys;
    std::set<std::string_view> distinct;
    for (const FieldDefinition& input : schema.inputs) {
      keys.push_back(input.key);
      distinct.insert(input.key);
    }
    bool go_on = true;
    for (const std::size_t i : walking_order(keys, map_capacity_after_puts(distinct.size()))) {
      const FieldDefinition& input = *schema.input(keys[i]);
      if (!has(context_, input.key)) {
        if (input.default_value || !input.default_table)
          context_[input.key] = resolve(context_, input.default_value.value_or(""));
        else
          default_from_table(input);
        continue;
      }
      const std::string value = *context_[input.key];
      if (value.empty() || !input.table) continue;
      const TableDefinition* table = algorithm_.table(*input.table);
      if (table == nullptr) {
        error(ErrorType::UnknownTable, std::nullopt, std::nullopt, input.key,
              fmt::format("The table named for '{}' does not exist", input.key));
      } else if (!match(*table, context_)) {
        error(input.used_for_staging ? ErrorType::InvalidRequiredInput : ErrorType::InvalidNonRequiredInput, table->id,
              std::nullopt, input.key, fmt::format("Invalid '{}' value ({})", input.key, value));
        if (schema.on_invalid_input == OnInvalidInput::Fail ||
            (schema.on_invalid_input == OnInvalidInput::FailWhenUsedForStaging && input.used_for_staging))
          go_on = false;
      }
    }
    return go_on;
  }

  void default_from_table(const FieldDefinition& input) {
    context_[input.key] = "";
    const TableDefinition* table = algorithm_.table(*input.default_table);
    if (table == nullptr) {
      error(ErrorType::UnknownTable, std::nullopt, std::nullopt, input.key,
            fmt::format("The table named for '{}' does not exist", input.key));
      return;
    }
    if (const auto row = match(*table, context_))
      for (std::size_t i = 0; i < table->columns.size(); ++i) {
        if (table->columns[i].type != ColumnType::Endpoint || table->columns[i].key != input.key) continue;
        const auto endpoint = parse_endpoint(table->cell(*row, i));
        if (endpoint->type != EndpointType::Value) continue;
        context_[input.key] = endpoint->value ? resolve(context_, *endpoint->value) : std::nullopt;
        return;
      }
    error(ErrorType::MatchNotFound, table->id, std::nullopt, input.key,
          fmt::format("Match not found in table '{}' ({})", table->id, values(*table)));
  }

  void run_mapping(const MappingDefinition& mapping) {
    std::vector<std::string> path;
    const auto involved = [&](const std::vector<TablePath>& paths, bool wanted) {
      for (const TablePath& condition : paths) {
        Context copy = context_;
        for (const KeyMapping& pair : condition.input_mapping)
          if (copy.contains(pair.from)) copy[pair.to] = copy[pair.from];
        const TableDefinition* table = algorithm_.table(condition.table);
        if ((table != nullptr && match(*table, copy).has_value()) != wanted) return false;
        if (table != nullptr) path.push_back(label(mapping, condition.table));
      }
      return true;
    };
    if (!involved(mapping.inclusion_tables, true) || !involved(mapping.exclusion_tables, false)) return;
    out_.path.insert(out_.path.end(), path.begin(), path.end());
    for (const KeyValue& pair : mapping.initial_context) context_[pair.key] = pair.value;
    for (const TablePath& step : mapping.tables) {
      for (const KeyMapping& pair : step.input_mapping) {
        if (context_.contains(pair.from))
          context_[pair.to] = context_[pair.from];
        else
          error(ErrorType::UnknownInputMapping, step.table, std::nullopt, pair.from,
                fmt::format("Input mapping '{}' does not exist for table '{}'", pair.from, step.table));
      }
      std::vector<std::string> stack;
      const bool stop = process(mapping, step, step.table, stack);
      for (const KeyMapping& pair : step.input_mapping) context_.erase(pair.to);
      if (stop) return;
    }
  }

  bool process(const MappingDefinition& mapping, const TablePath& step, const std::string& id,
               std::vector<std::string>& stack) {
    const TableDefinition* table = algorithm_.table(id);
    if (table == nullptr) {
      error(ErrorType::UnknownTable, id, std::nullopt, std::nullopt, fmt::format("The table '{}' does not exist", id));
      return false;
    }
    if (std::find(stack.begin(), stack.end(), id) != stack.end()) {
      error(ErrorType::InfiniteLoop, id, std::nullopt, std::nullopt,
            fmt::format("The table '{}' jumps back to itself", id));
      return false;
    }
    out_.path.push_back(label(mapping, id));
    stack.push_back(id);
    const auto row = match(*table, context_);
    bool stop = false;
    std::vector<std::string> endpoints;
    for (std::size_t i = 0; i < table->columns.size(); ++i) {
      if (table->columns[i].type != ColumnType::Endpoint) continue;
      endpoints.push_back(table->columns[i].key);
      if (!row) continue;
      const Endpoint endpoint = *parse_endpoint(table->cell(*row, i));
      if (endpoint.type == EndpointType::Stop) stop = true;
      if (endpoint.type == EndpointType::Jump) stop = process(mapping, step, *endpoint.value, stack);
      if (endpoint.type == EndpointType::Value) write(step, table->columns[i].key, endpoint);
      if (endpoint.type == EndpointType::Error)
        error(ErrorType::StagingError, id, std::vector{table->columns[i].key}, std::nullopt,
              !endpoint.value.value_or("").empty()
                  ? *endpoint.value
                  : fmt::format("Matching resulted in an error in table '{}' for column '{}' ({})", id,
                                table->columns[i].key, values(*table)));
    }
    if (!row)
      error(ErrorType::MatchNotFound, id, endpoints, std::nullopt,
            fmt::format("Match not found in table '{}' ({})", id, values(*table)));
    stack.pop_back();
    return stop;
  }

  void write(const TablePath& step, const std::string& column, const Endpoint& endpoint) {
    std::vector<std::string> targets;
    for (const KeyMapping& pair : step.output_mapping)
      if (pair.from == column) targets.push_back(pair.to);
    if (targets.empty()) targets.push_back(column);
    for (const std::string& target : targets) {
      if (endpoint.value)
        context_[target] = resolve(context_, *endpoint.value);
      else
        context_.erase(target);
    }
  }

  std::string values(const TableDefinition& table) const {
    std::string list;
    bool first = true;
    for (const ColumnDefinition& column : table.columns) {
      if (column.type != ColumnType::Input) continue;
      const std::string value(trim_controls(text_in(context_, column.key)));
      list += (first ? "" : ",") + (value.empty() ? "<blank>" : value);
      first = false;
    }
    return list;
  }

  static std::string label(const MappingDefinition& mapping, const std::string& table) {
    return mapping.id.empty() ? table : mapping.id + '.' + table;
  }

  void error(ErrorType type, std::optional<std::string> table, std::optional<std::vector<std::string>> columns,
             std::optional<std::string> key, std::string message) {
    out_.errors.push_back({type, std::move(table), std::move(columns), std::move(key), std::move(message)});
  }

  StagedText fail(StageResult result) {
    out_.result = result;
    out_.output.clear();
    return out_;
  }

  const AlgorithmDefinition& algorithm_;
  std::string year_;
  Context context_;
  StagedText out_;
};

}  // namespace restage::registry
