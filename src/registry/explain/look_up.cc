// SPDX-License-Identifier: Apache-2.0
#include "registry/explain/look_up.h"

#include <algorithm>
#include <set>

#include "base/text.h"

namespace restage::registry {

Finds find_word(const AlgorithmDefinition& algorithm, std::string_view word) {
  const auto has = [&](std::string_view text) { return text::contains_ignoring_case(text, word); };
  Finds finds;
  std::set<std::string> seen;
  for (const SchemaDefinition& schema : algorithm.schemas) {
    if (has(schema.id) || has(schema.name) || has(schema.title)) finds.schemas.push_back(&schema);
    for (const auto* fields : {&schema.inputs, &schema.outputs})
      for (const FieldDefinition& field : *fields)
        if ((has(field.key) || has(field.name) || has(field.naaccr_xml_id) ||
             std::to_string(field.naaccr_item) == word) &&
            seen.insert(field.key).second)
          finds.fields.push_back(&field);
  }
  for (const TableDefinition& table : algorithm.tables) {
    const bool in_cells = std::any_of(table.cells.begin(), table.cells.end(), has);
    if (has(table.id) || has(table.name) || has(table.title) || in_cells) finds.tables.push_back(&table);
  }
  return finds;
}

std::vector<const TableDefinition*> tables_of_input(const AlgorithmDefinition& algorithm, std::string_view name) {
  std::vector<const TableDefinition*> tables;
  for (const SchemaDefinition& schema : algorithm.schemas)
    for (const FieldDefinition& field : schema.inputs) {
      const bool named = field.key == name || field.naaccr_xml_id == name ||
                         (field.naaccr_item != 0 && std::to_string(field.naaccr_item) == name);
      const TableDefinition* table = named && field.table ? algorithm.table(*field.table) : nullptr;
      if (table != nullptr && std::find(tables.begin(), tables.end(), table) == tables.end()) tables.push_back(table);
    }
  return tables;
}

std::vector<const SchemaDefinition*> schemas_using(const AlgorithmDefinition& algorithm, const std::string& table) {
  std::vector<const SchemaDefinition*> users;
  for (const SchemaDefinition& schema : algorithm.schemas) {
    bool used = schema.selection_table == table;
    for (const auto* fields : {&schema.inputs, &schema.outputs})
      for (const FieldDefinition& field : *fields) used |= field.table == table;
    for (const MappingDefinition& mapping : schema.mappings)
      for (const auto* paths : {&mapping.inclusion_tables, &mapping.exclusion_tables, &mapping.tables})
        for (const TablePath& path : *paths) used |= path.table == table;
    if (used) users.push_back(&schema);
  }
  return users;
}

}  // namespace restage::registry
