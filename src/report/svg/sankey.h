// SPDX-License-Identifier: Apache-2.0
#pragma once
// The Sankey picture of a migration between two editions.
#include <string>
#include <string_view>

#include "statement/migration.h"

namespace restage::report {

/// Bars for the groups of both editions, ribbons for the cases between them: a self-contained SVG with a text
/// alternative.
std::string draw_sankey(const statement::MigrationTable& table, std::string_view title, std::string_view before,
                        std::string_view after);

}  // namespace restage::report
