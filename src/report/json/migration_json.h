// SPDX-License-Identifier: Apache-2.0
#pragma once
// A migration between two editions as a JSON document.
#include <string>

#include "statement/migration.h"

namespace restage::report {

std::string migration_json(const statement::Migration& migration);

}  // namespace restage::report
