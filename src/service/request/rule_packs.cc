// SPDX-License-Identifier: Apache-2.0
#include "service/request/rule_packs.h"

#include "rules/run/pack_library.h"

namespace restage::service {

Result<RulePacks> open_packs(const std::string& folder) {
  auto library = folder.empty() ? rules::PackLibrary::embedded() : rules::PackLibrary::with_folder(folder);
  if (!library) return std::move(library).error();
  return RulePacks(std::move(*library));
}

Result<RulePacks> packs_or_embedded(const RulePacks& given) {
  if (given != nullptr) return given;
  return open_packs();
}

}  // namespace restage::service
