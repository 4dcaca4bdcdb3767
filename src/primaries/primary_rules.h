// SPDX-License-Identifier: Apache-2.0
#pragma once
// PrimaryRules: one primary or two, by one rule set, a pack primaries-* that is asked in the order of its rows. A row
// that cannot be tried stays open; where what is still possible differs, the pair is questionable.
// May be shared between threads. The library must outlive it.
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "core/course.h"
#include "rules/run/pack_library.h"
#include "statement/primaries.h"

namespace restage::primaries {

class PrimaryRules {
 public:
  /// rule_set: SEER, IARC, Martini or ACCP, in any case.
  static Result<PrimaryRules> load(const rules::PackLibrary& library, std::string_view rule_set);

  statement::PrimaryPair judge(const Tumor& one, const Tumor& other) const;
  /// Each two primaries of a course, by diagnosis.
  std::vector<statement::PrimaryPair> judge_all(const Course& course) const;

 private:
  const rules::Pack* pack_ = nullptr;
};

}  // namespace restage::primaries
