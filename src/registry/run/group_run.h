// SPDX-License-Identifier: Apache-2.0
#pragma once
// The run of a group of cases of one schema, step by step: each step is done for all cases before the next, so that
// the table of a step is read while it lies near the processor. For each case the order is that of the reference
// implementation. Used by stage.cc alone.
#include <vector>

#include "registry/run/case.h"

namespace restage::registry {

/// One case of a group. Its row is Outcome::cells.
struct Lane {
  const CaseInput* input = nullptr;
  Outcome* outcome = nullptr;
};

/// Kept by the caller so that the memory is reused.
struct GroupScratch {
  std::vector<Lane> lanes;         ///< at most 65,535
  std::vector<ValueId*> running;   ///< rows of the lanes still running
  std::vector<ValueId*> involved;  ///< those of the mapping at hand
  std::vector<const ValueId*> stopped;
};

/// Runs scratch.lanes. `with_texts`: some value is a text of its case, without an id. Sets the result of each outcome.
void run_group(const AlgorithmProgram& program, const SchemaProgram& schema, bool with_texts, GroupScratch& scratch);

}  // namespace restage::registry
