// SPDX-License-Identifier: Apache-2.0
#pragma once
// What a schema does, step by step, in its order: values it begins with, conditions, tables. Plain values.
#include <cstdint>
#include <string>
#include <vector>

#include "registry/archive/definition.h"

namespace restage::registry {

enum class StepKind : std::uint8_t { InitialValue, OnlyIf, NotIf, BeginsAs, Table };
/// Something a schema does on its way, in order.
struct SchemaStep {
  StepKind kind{};
  std::string mapping;  ///< empty for an initial value
  KeyValue value;       ///< of InitialValue and BeginsAs
  TablePath path;       ///< of the others
};

std::vector<SchemaStep> steps_of(const SchemaDefinition& schema);
bool operator==(const SchemaStep& left, const SchemaStep& right);

}  // namespace restage::registry
