// SPDX-License-Identifier: Apache-2.0
#pragma once
// What a case with several fitting schemas leaves out: the keys that would decide between them.
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "registry/run/case.h"

namespace restage::registry {

/// For a case with several schemas: the keys that would decide between them, each with the table of its codes.
struct MissingDiscriminator {
  std::string key;
  std::string name;
  std::string table;
  int naaccr_item = 0;
  std::vector<std::pair<std::string, std::string>> codes;  ///< code and meaning
};
std::vector<MissingDiscriminator> missing_discriminators(const CaseInput& input);
/// The keys alone, for schemas that were found already.
std::vector<std::string> missing_keys(const CaseInput& input, const std::vector<std::uint32_t>& schemas);

}  // namespace restage::registry
