// SPDX-License-Identifier: Apache-2.0
#pragma once
// SourceReading: may a table read the keys of its input mapping at their source, instead of from copies that are made
// before the visit and taken away after it? Yes, when no case can tell: the sources are always there, the mapped keys
// never are but in between, and the visit neither jumps, nor writes or copies a mapped key. Used by the compiler alone.
#include <vector>

#include "registry/compile/algorithm_program.h"

namespace restage::registry {

class SourceReading {
 public:
  SourceReading(const AlgorithmProgram& program, const SchemaProgram& schema);
  bool is_possible(const PathStep& path) const;
  /// The same mapping with every source traced back through earlier pairs.
  static std::vector<SlotCopy> to_sources(const std::vector<SlotCopy>& mapping);

 private:
  void note_visit(std::uint32_t visit);

  const AlgorithmProgram& program_;
  std::vector<bool> always_present_;  // by slot, while mappings run
  std::vector<bool> ever_present_;    // beside the times it is mapped to
  std::vector<bool> noted_;           // by visit
};

}  // namespace restage::registry
