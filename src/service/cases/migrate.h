// SPDX-License-Identifier: Apache-2.0
#pragma once
// The question `migrate`: the stage groups of a table of cases under one edition and under another, counted by site.
#include <string>

#include "service/request/input.h"
#include "service/request/outcome.h"
#include "service/request/rule_packs.h"
#include "statement/migration.h"

namespace restage::service {

struct MigrateRequest {
  Input cases;                 ///< the table that `stage` takes
  std::string from, to;        ///< editions
  bool from_findings = false;  ///< derive t, n, m from finding columns under each edition
  std::string site;            ///< count this site only; empty: every one
  RulePacks packs;
};

/// Fails on an unknown or equal edition, an unknown site, or a table that cannot be read to its end.
Result<statement::Migration> migrate(MigrateRequest& request);

}  // namespace restage::service
