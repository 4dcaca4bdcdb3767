// SPDX-License-Identifier: Apache-2.0
#pragma once
// A registry algorithm to read: schemas, coding tables, inputs with their NAACCR names, what a search finds.
// Pure functions, thread-safe.
#include <string>
#include <string_view>

#include "registry/archive/definition.h"

namespace restage::report {

std::string schema_list_text(const registry::AlgorithmDefinition& algorithm);
std::string schema_text(const registry::AlgorithmDefinition& algorithm, const registry::SchemaDefinition& schema);
/// `width`: columns; longer cells are wrapped.
std::string table_text(const registry::AlgorithmDefinition& algorithm, const registry::TableDefinition& table,
                       int width);
/// Schemas, tables and inputs in which the word occurs, ignoring case.
std::string search_text(const registry::AlgorithmDefinition& algorithm, std::string_view word);

}  // namespace restage::report
