// SPDX-License-Identifier: Apache-2.0
#pragma once
// RedFlagRules: what a person's complaints, values and signs of one day may mean and how soon somebody must look, by
// the packs red-flags-* (packs/suspicion). Every row that accepts is told; the worst level counts; a row can only
// raise. What is unknown is asked for. Facts of all tumors and of the patient speak for each tumor. Not thread-safe:
// one a thread. The library must outlive it; the course is only read.
#include <memory>
#include <span>
#include <vector>

#include "base/result.h"
#include "course/fact_index.h"
#include "rules/run/pack_library.h"
#include "statement/suspicion.h"
#include "suspicion/pack_rules.h"
#include "suspicion/unread_values.h"

namespace restage::suspicion {

class RedFlagRules {
 public:
  static Result<RedFlagRules> load(const rules::PackLibrary& library);
  ~RedFlagRules();
  RedFlagRules(RedFlagRules&&) noexcept;

  /// What was true, and known, at the moment; the day must be known.
  statement::RedFlags judge(const Course& course, const course::Moment& moment);

 private:
  explicit RedFlagRules(const rules::PackLibrary& library);

  const rules::PackLibrary* library_;
  std::vector<PackRules> rules_;
  UnreadValues unread_;
};

}  // namespace restage::suspicion
