// SPDX-License-Identifier: Apache-2.0
#pragma once
// An algorithm to read: schemas, coding tables, inputs with their NAACCR names, search. As text or JSON.
#include <string>
#include <string_view>
#include <vector>

#include "base/json_writer.h"
#include "registry/archive/definition.h"

namespace restage::registry {

struct ShowStyle {
  int width = 100;  ///< columns; longer cells are wrapped
};

std::string schema_list_text(const AlgorithmDefinition& algorithm);
std::string schema_text(const AlgorithmDefinition& algorithm, const SchemaDefinition& schema);
std::string table_text(const AlgorithmDefinition& algorithm, const TableDefinition& table, const ShowStyle& style);
/// Schemas, tables and inputs in which the word occurs, ignoring case.
std::string search_text(const AlgorithmDefinition& algorithm, std::string_view word);
/// One line a key: `grade_clin   Grade Clinical   NAACCR 3843 gradeClinical`.
std::string field_line(const FieldDefinition& field);

/// The code tables of an input, named by key, XML id or NAACCR number; each table once, in the order of the schemas.
std::vector<const TableDefinition*> tables_of_input(const AlgorithmDefinition& algorithm, std::string_view name);

void schema_list_json(const AlgorithmDefinition& algorithm, JsonWriter& writer);
void schema_json(const AlgorithmDefinition& algorithm, const SchemaDefinition& schema, JsonWriter& writer);
void table_json(const TableDefinition& table, JsonWriter& writer);
void search_json(const AlgorithmDefinition& algorithm, std::string_view word, JsonWriter& writer);

}  // namespace restage::registry
