// SPDX-License-Identifier: Apache-2.0
#pragma once
// Finding things in an algorithm: by a word, by the name of an input, by who uses a table. The pointers lead into the
// algorithm, which must outlive them.
#include <string>
#include <string_view>
#include <vector>

#include "registry/archive/definition.h"

namespace restage::registry {

struct Finds {
  std::vector<const SchemaDefinition*> schemas;
  std::vector<const TableDefinition*> tables;
  std::vector<const FieldDefinition*> fields;  ///< inputs and outputs, each key once
};
/// Schemas, tables and inputs in which the word occurs, ignoring case.
Finds find_word(const AlgorithmDefinition& algorithm, std::string_view word);

/// The code tables of an input, named by key, XML id or NAACCR number; each table once, in the order of the schemas.
std::vector<const TableDefinition*> tables_of_input(const AlgorithmDefinition& algorithm, std::string_view name);

/// Schemas that read the table, in the order of the archive.
std::vector<const SchemaDefinition*> schemas_using(const AlgorithmDefinition& algorithm, const std::string& table);

}  // namespace restage::registry
