// SPDX-License-Identifier: Apache-2.0
#include "registry/explain/schema_steps.h"

#include <algorithm>
#include <tuple>

namespace restage::registry {
namespace {

bool same(const std::vector<KeyMapping>& left, const std::vector<KeyMapping>& right) {
  return std::equal(
      left.begin(), left.end(), right.begin(), right.end(),
      [](const KeyMapping& one, const KeyMapping& other) { return one.from == other.from && one.to == other.to; });
}

}  // namespace

std::vector<SchemaStep> steps_of(const SchemaDefinition& schema) {
  std::vector<SchemaStep> all;
  for (const KeyValue& pair : schema.initial_context) all.push_back({StepKind::InitialValue, {}, pair, {}});
  for (const MappingDefinition& mapping : schema.mappings) {
    for (const TablePath& path : mapping.inclusion_tables) all.push_back({StepKind::OnlyIf, mapping.id, {}, path});
    for (const TablePath& path : mapping.exclusion_tables) all.push_back({StepKind::NotIf, mapping.id, {}, path});
    for (const KeyValue& pair : mapping.initial_context) all.push_back({StepKind::BeginsAs, mapping.id, pair, {}});
    for (const TablePath& path : mapping.tables) all.push_back({StepKind::Table, mapping.id, {}, path});
  }
  return all;
}

bool operator==(const SchemaStep& left, const SchemaStep& right) {
  return std::tie(left.kind, left.mapping, left.value.key, left.value.value, left.path.table) ==
             std::tie(right.kind, right.mapping, right.value.key, right.value.value, right.path.table) &&
         same(left.path.input_mapping, right.path.input_mapping) &&
         same(left.path.output_mapping, right.path.output_mapping);
}

}  // namespace restage::registry
