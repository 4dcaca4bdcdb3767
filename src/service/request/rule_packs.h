// SPDX-License-Identifier: Apache-2.0
#pragma once
// The rules that a question is answered by: opened once, shared by questions and threads, never changed.
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace restage::rules {
class PackLibrary;
}

namespace restage::service {

using RulePacks = std::shared_ptr<const rules::PackLibrary>;

/// The packs of the program; with a folder, its packs beside and before them.
Result<RulePacks> open_packs(const std::string& folder = {});
/// The given packs, or those of the program where none are given.
Result<RulePacks> packs_or_embedded(const RulePacks& given);

}  // namespace restage::service
