// SPDX-License-Identifier: Apache-2.0
#include "statement/timeline.h"

namespace restage::statement {

/// A clinical statement of M0 alone, made of the cM0 that an operation report repeats, says nothing beside a p stage.
bool says_nothing(const Statement& statement) {
  const auto silent = [](const Category& category) { return category.value.empty() && category.possible.empty(); };
  const bool metastatic = statement.m.value.starts_with("M1");
  const bool stated_group = statement.stated && !statement.stated->group.empty();
  return statement.group.empty() && !metastatic && !stated_group && silent(statement.t) && silent(statement.n);
}

const Statement* stage_at_diagnosis(const TumorTimeline& tumor) {
  for (const Classification wanted : {Classification::Clinical, Classification::Pathological})
    for (const Statement& statement : tumor.statements)
      if (statement.classification == wanted && !says_nothing(statement)) return &statement;
  for (const Classification wanted : {Classification::Clinical, Classification::Pathological,
                                      Classification::PostTherapyPathological, Classification::PostTherapyClinical})
    for (const Statement& statement : tumor.statements)
      if (statement.classification == wanted) return &statement;
  return nullptr;
}

}  // namespace restage::statement
