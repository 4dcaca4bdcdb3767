// SPDX-License-Identifier: Apache-2.0
#pragma once
// RegistryRules: cancer status, date and type of first recurrence as a registry asks for them (NAACCR 1770, 1860,
// 1880), by the tables of packs/recurrence. Answers are computed once a tumor. Not thread-safe: one a thread. The
// library must outlive it.
#include <vector>

#include "course/calendar.h"
#include "recurrence/recurrences.h"
#include "rules/run/pack_library.h"
#include "statement/state.h"

namespace restage::recurrence {

class RegistryRules {
 public:
  static Result<RegistryRules> load(const rules::PackLibrary& library);

  /// `status` and `recurrences` are those of the same tumor.
  statement::RegistryItems items(const course::Calendar& calendar, const course::RuleSet& rules,
                                 const std::vector<statement::StatusEntry>& status,
                                 const std::vector<statement::Recurrence>& recurrences) const;

 private:
  std::string history(const course::Calendar& calendar, statement::State state) const;
  std::string type(const course::Calendar& calendar, const std::string& history, const Episode* first,
                   const std::string& behavior) const;

  const rules::Pack* history_ = nullptr;
  const rules::Pack* type_ = nullptr;
  const rules::Pack* status_ = nullptr;
};

}  // namespace restage::recurrence
