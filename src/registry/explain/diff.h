// SPDX-License-Identifier: Apache-2.0
#pragma once
// What differs between two versions of an algorithm, in words a registrar reads.
#include <string>
#include <vector>

#include "base/json_writer.h"
#include "registry/archive/definition.h"

namespace restage::registry {

/// One change; `kind` is stable: schema-added, input-removed, code-added, row-changed and so on.
struct Change {
  std::string kind;
  std::string schema;   ///< schemas concerned, joined; empty for the algorithm
  std::string subject;  ///< the schema, input, output or table
  std::string text;     ///< a sentence
};

std::vector<Change> compare_algorithms(const AlgorithmDefinition& before, const AlgorithmDefinition& after);
std::string changes_text(const AlgorithmDefinition& before, const AlgorithmDefinition& after,
                         const std::vector<Change>& changes);
void changes_json(const AlgorithmDefinition& before, const AlgorithmDefinition& after,
                  const std::vector<Change>& changes, JsonWriter& writer);

}  // namespace restage::registry
