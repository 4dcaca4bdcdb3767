// SPDX-License-Identifier: Apache-2.0
#include "registry/explain/agreement.h"

namespace restage::registry {

void Agreement::add(const Agreement& other) {
  tumors += other.tumors;
  staged += other.staged;
  refused += other.refused;
  compared += other.compared;
  equal += other.equal;
  for (const auto& [id, item] : other.by_item) {
    Item& mine = by_item[id];
    mine.equal += item.equal;
    mine.compared += item.compared;
    mine.lacking += item.lacking;
  }
  differences.add(other.differences);
}

std::uint64_t Agreement::lacking() const noexcept {
  std::uint64_t all = 0;
  for (const auto& [id, item] : by_item) all += item.lacking;
  return all;
}

}  // namespace restage::registry
