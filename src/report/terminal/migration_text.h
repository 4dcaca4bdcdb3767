// SPDX-License-Identifier: Apache-2.0
#pragma once
// A migration between two editions as text: a matrix a site for people, and rows of CSV.
#include <string>

#include "statement/migration.h"

namespace restage::report {

std::string migration_text(const statement::Migration& migration);
/// site,before,after,cases
std::string migration_csv(const statement::Migration& migration);

}  // namespace restage::report
