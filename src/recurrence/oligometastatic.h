// SPDX-License-Identifier: Apache-2.0
#pragma once
// Limited metastatic states: the name of the latest counted assessment by the questions of
// packs/recurrence/oligometastatic, and disease that could not be resected and now can be. Not thread-safe: one a
// thread. The library must outlive it.
#include <optional>
#include <vector>

#include "course/calendar.h"
#include "rules/run/pack_library.h"
#include "statement/state.h"

namespace restage::recurrence {

class OligometastaticRules {
 public:
  static Result<OligometastaticRules> load(const rules::PackLibrary& library);
  /// None where lesions were not counted, are none, are more than a few, or are gone since.
  std::optional<statement::Oligometastatic> name(const course::Calendar& calendar, const course::RuleSet& rules,
                                                 const std::vector<statement::StatusEntry>& status) const;

 private:
  bool is_polymetastatic(const Decimal& count) const;

  const rules::Pack* pack_ = nullptr;
};

std::vector<statement::Conversion> make_conversions(const course::Calendar& calendar);

}  // namespace restage::recurrence
