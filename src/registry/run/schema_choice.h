// SPDX-License-Identifier: Apache-2.0
#pragma once
// Which schemas a case fits: by site, histology and the discriminators of the selection tables.
#include <cstdint>
#include <vector>

#include "registry/run/case.h"

namespace restage::registry {

/// Every schema that accepts the supplied keys, in archive order. `site_only` lookups leave the other code out.
/// Site or histology may be missing (then all candidates are listed) as in the reference lookup.
void find_schemas(const CaseInput& input, std::vector<std::uint32_t>& schemas);

/// The schema of a case whose site and histology alone decide it; kNone: ask find_schemas.
std::uint32_t find_only_schema(const CaseInput& input) noexcept;

/// Rows of a schema's selection table that accept what the case supplies.
std::vector<std::uint32_t> selection_rows(const CaseInput& input, std::uint32_t schema);

}  // namespace restage::registry
