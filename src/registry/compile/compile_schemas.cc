// SPDX-License-Identifier: Apache-2.0
// Schemas to steps, and the order of the compiler's passes.
#include "registry/compile/compiler.h"

#include <algorithm>

#include <fmt/format.h>

#include "registry/archive/walking_order.h"

namespace restage::registry {
namespace {

std::vector<SlotCopy> copies(Compiler& compiler, const std::vector<KeyMapping>& mappings) {
  std::vector<SlotCopy> result;
  for (const KeyMapping& mapping : mappings) result.push_back({compiler.slot(mapping.from), compiler.slot(mapping.to)});
  return result;
}

void add_conditions(Compiler& compiler, MappingStep& step, const std::vector<TablePath>& paths, bool must_match) {
  for (const TablePath& path : paths)
    step.conditions.push_back(
        {compiler.table_number(path.table), path.table, must_match, copies(compiler, path.input_mapping)});
}

std::uint32_t mapping_label(AlgorithmProgram& program, const std::string& id) {
  const auto found = std::find(program.mapping_ids.begin(), program.mapping_ids.end(), id);
  if (found == program.mapping_ids.end()) program.mapping_ids.push_back(id);
  return static_cast<std::uint32_t>(std::find(program.mapping_ids.begin(), program.mapping_ids.end(), id) -
                                    program.mapping_ids.begin());
}

MappingStep mapping_step(Compiler& compiler, const MappingDefinition& mapping) {
  MappingStep step;
  step.label = mapping_label(compiler.program, mapping.id);
  add_conditions(compiler, step, mapping.inclusion_tables, true);
  add_conditions(compiler, step, mapping.exclusion_tables, false);
  for (const KeyValue& pair : mapping.initial_context)
    step.initial_context.push_back(compiler.setting(pair.key, pair.value, false));
  for (const TablePath& path : mapping.tables)
    step.paths.push_back({compiler.visit(path.table, path.output_mapping), copies(compiler, path.input_mapping)});
  return step;
}

InputStep input_step(Compiler& compiler, const FieldDefinition& input) {
  const AlgorithmProgram& program = compiler.program;
  InputStep step;
  step.default_value = compiler.setting(input.key, input.default_value, true);
  if (!input.default_value) step.default_value.value = kBlank;
  step.has_default_table = !input.default_value && input.default_table.has_value();
  if (step.has_default_table) step.default_table = compiler.table_number(*input.default_table);
  step.has_table = input.table.has_value();
  step.used_for_staging = input.used_for_staging;
  if (step.has_table) step.table = compiler.table_number(*input.table);
  if (step.table != kNone) {
    const TableProgram& table = program.tables[step.table];
    if (!table.is_dynamic && table.columns.size() == 1 && table.columns[0].slot == step.default_value.slot)
      step.accepted = table.accepted.words().data();
  }
  return step;
}

SchemaProgram schema_program(Compiler& compiler, const SchemaDefinition& schema) {
  SchemaProgram result;
  result.definition = &schema;
  std::vector<std::string_view> keys;
  for (const FieldDefinition& input : schema.inputs) keys.push_back(input.key);
  std::vector<std::string_view> distinct = keys;
  std::sort(distinct.begin(), distinct.end());
  distinct.erase(std::unique(distinct.begin(), distinct.end()), distinct.end());
  for (const std::size_t place : walking_order(keys, map_capacity_after_puts(distinct.size())))
    result.inputs.push_back(input_step(compiler, *schema.input(keys[place])));
  std::map<std::string_view, const FieldDefinition*> outputs;
  for (const FieldDefinition& output : schema.outputs) outputs[output.key] = &output;
  for (const auto& [key, output] : outputs) {
    OutputStep step;
    step.default_value = compiler.setting(key, output->default_value, true);
    if (!output->default_value) step.default_value.value = kBlank;
    step.has_table = output->table.has_value();
    if (step.has_table) step.table = compiler.table_number(*output->table);
    result.outputs.push_back(step);
  }
  for (const KeyValue& pair : schema.initial_context)
    result.initial_context.push_back(compiler.setting(pair.key, pair.value, true));
  for (const MappingDefinition& mapping : schema.mappings) result.mappings.push_back(mapping_step(compiler, mapping));
  if (const FieldDefinition* year = schema.input("year_dx")) {
    result.has_year = true;
    result.has_year_table = year->table.has_value();
    if (result.has_year_table) result.year_table = compiler.table_number(*year->table);
  }
  result.selection_table = compiler.table_number(schema.selection_table);
  return result;
}

}  // namespace

Setting Compiler::setting(std::string_view key, const std::optional<std::string>& text, bool resolve) {
  Setting result{slot(key), kNull, kNoSlot};
  if (!text) return result;
  if (const auto reference = resolve ? reference_key(*text) : std::nullopt)
    result.reference = slot(*reference);
  else
    result.value = value(*text);
  return result;
}

void Compiler::compile_schemas() {
  for (const SchemaDefinition& schema : definition.schemas) program.schemas.push_back(schema_program(*this, schema));
}

std::uint32_t AlgorithmProgram::find_schema(std::string_view id) const noexcept {
  for (std::size_t i = 0; i < schemas.size(); ++i)
    if (schemas[i].definition->id == id) return static_cast<std::uint32_t>(i);
  return kNone;
}

Result<std::shared_ptr<const AlgorithmProgram>> compile(std::shared_ptr<const AlgorithmDefinition> definition,
                                                        int current_year) {
  auto program = std::make_shared<AlgorithmProgram>();
  program->definition = std::move(definition);
  program->current_year = current_year;
  Compiler compiler{*program, *program->definition, {}, {}, {}, {}, {}};
  compiler.collect_keys();
  program->site = program->find_slot("site");
  program->histology = program->find_slot("hist");
  program->year_dx = program->find_slot("year_dx");
  program->context_year = program->find_slot("ctx_year_current");
  program->context_version = program->find_slot("ctx_alg_version");
  compiler.collect_values();
  compiler.compile_cells();
  if (compiler.dictionary_full || program->keys.size() > 30'000)
    return Error{
        ErrorCode::LimitExceeded,
        fmt::format("the algorithm has more than {} distinct codes and texts, or more than 30,000 keys", kMaxValues),
        ""};
  compiler.compile_tables();
  compiler.compile_schemas();
  compiler.finish_visits();
  compiler.compile_selection();
  if (!compiler.pack())
    return Error{ErrorCode::LimitExceeded,
                 "the algorithm has more than 65,535 table visits, a table of more than 65,000 rows, or a schema of "
                 "more than 60,000 steps",
                 ""};
  return std::shared_ptr<const AlgorithmProgram>(std::move(program));
}

}  // namespace restage::registry
