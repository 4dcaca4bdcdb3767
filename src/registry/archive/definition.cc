// SPDX-License-Identifier: Apache-2.0
#include "registry/archive/definition.h"

#include <algorithm>

namespace restage::registry {
namespace {

const FieldDefinition* find_field(const std::vector<FieldDefinition>& fields, std::string_view key) noexcept {
  // The last of two fields with one key wins, as in a map filled in order.
  const auto found =
      std::find_if(fields.rbegin(), fields.rend(), [&](const FieldDefinition& field) { return field.key == key; });
  return found == fields.rend() ? nullptr : &*found;
}

}  // namespace

const FieldDefinition* SchemaDefinition::input(std::string_view key) const noexcept { return find_field(inputs, key); }
const FieldDefinition* SchemaDefinition::output(std::string_view key) const noexcept {
  return find_field(outputs, key);
}

const TableDefinition* AlgorithmDefinition::table(const std::string& table_id) const noexcept {
  const auto found = table_index.find(table_id);
  return found == table_index.end() ? nullptr : &tables[found->second];
}

const SchemaDefinition* AlgorithmDefinition::schema(std::string_view schema_id) const noexcept {
  const auto found = std::find_if(schemas.begin(), schemas.end(),
                                  [&](const SchemaDefinition& schema) { return schema.id == schema_id; });
  return found == schemas.end() ? nullptr : &*found;
}

}  // namespace restage::registry
