// SPDX-License-Identifier: Apache-2.0
#pragma once
// Answers of the registry command as JSON: changes between versions, values that move, agreement. Each writes one
// value.
#include <vector>

#include "base/json_writer.h"
#include "registry/explain/agreement.h"
#include "registry/explain/diff.h"
#include "registry/explain/impact.h"

namespace restage::report {

void changes_json(const registry::AlgorithmDefinition& before, const registry::AlgorithmDefinition& after,
                  const std::vector<registry::Change>& changes, JsonWriter& writer);
void impact_json(const registry::Impact& impact, JsonWriter& writer);
void agreement_json(const registry::Agreement& agreement, JsonWriter& writer);

}  // namespace restage::report
