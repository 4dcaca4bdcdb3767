// SPDX-License-Identifier: Apache-2.0
#pragma once
// A registry algorithm as JSON: schemas, tables, what a search finds. Each writes one value.
#include <string_view>

#include "base/json_writer.h"
#include "registry/archive/definition.h"

namespace restage::report {

void schema_list_json(const registry::AlgorithmDefinition& algorithm, JsonWriter& writer);
void schema_json(const registry::AlgorithmDefinition& algorithm, const registry::SchemaDefinition& schema,
                 JsonWriter& writer);
void table_json(const registry::TableDefinition& table, JsonWriter& writer);
void search_json(const registry::AlgorithmDefinition& algorithm, std::string_view word, JsonWriter& writer);

}  // namespace restage::report
