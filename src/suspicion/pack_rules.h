// SPDX-License-Identifier: Apache-2.0
#pragma once
// PackRules: the packs of one kind (their ids begin alike), each ready to be asked of a tumor of a course, and what an
// engine tells of a row that hit: its source and its evidence. Not thread-safe: one a thread. The library must outlive
// it.
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "course/fact_query.h"
#include "rules/run/collector.h"
#include "rules/run/pack_library.h"
#include "statement/suspicion.h"

namespace restage::suspicion {

struct PackRules {
  const rules::Pack* pack;
  course::QueryPlan plan;
  rules::Collector collector;

  explicit PackRules(const rules::Pack& of) : pack(&of), plan(of), collector(of) {}
};

Result<std::vector<PackRules>> load_rules(const rules::PackLibrary& library, std::string_view prefix);

/// A pack that names no primaries applies to all; a tumor that is not known may be any.
bool applies(const rules::PackLibrary& library, const PackRules& rules, const Tumor* tumor);

/// Tumors that rules ask about; one that stands for nothing known where there is none.
std::vector<const Tumor*> primaries_of(const Course& course);

void add_new(std::vector<std::string>& list, std::string_view text);
statement::RuleSource source_of(const rules::Pack& pack, const rules::CollectedRow& row);
/// Ids of the facts that its inputs rest on.
std::vector<std::string> evidence_of(const rules::CollectedRow& row, const course::ReadInputs& inputs);

}  // namespace restage::suspicion
