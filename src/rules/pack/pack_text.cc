// SPDX-License-Identifier: Apache-2.0
#include "rules/pack/pack_text.h"

extern "C" {
extern const char restage_packs_begin[];
extern const char restage_packs_end[];
}

namespace restage::rules {

std::string_view embedded_pack_bundle() noexcept {
  return {restage_packs_begin, static_cast<std::size_t>(restage_packs_end - restage_packs_begin)};
}

}  // namespace restage::rules
