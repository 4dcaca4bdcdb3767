// SPDX-License-Identifier: Apache-2.0
#pragma once
// The run of a group of cases of one schema, step by step: each step is done for all cases before the next, so that
// the table of a step is read while it lies near the processor. For each case the order is that of the reference
// implementation. Used by stage.cc alone.
#include <vector>

#include "registry/case.h"

namespace restage::registry {

/// One case of a group. `row` is Outcome::cells: the context by slot, then the trace.
struct Lane {
  ValueId* row = nullptr;
  const CaseInput* input = nullptr;
  Outcome* outcome = nullptr;
};

/// Lanes still running and lanes of the mapping at hand; kept by the caller so that their memory is reused.
struct GroupScratch {
  std::vector<Lane> lanes;
  std::vector<Lane> involved;
};

/// Runs scratch.lanes. `with_texts`: some value is a text of its case, without an id. Sets the result of each outcome.
void run_group(const Program& program, const SchemaProgram& schema, bool with_texts, GroupScratch& scratch);

}  // namespace restage::registry
