// SPDX-License-Identifier: Apache-2.0
#pragma once
// RecurrenceRules: is the cancer back, or growing again? By the packs recurrence-* (packs/suspicion): signals, what
// else explains them, and what nobody looked at. A suspicion never changes a state. Facts of all tumors and of the
// patient speak for each tumor. Not thread-safe: one a thread. The library must outlive it; the course is only read.
#include <string>
#include <utility>
#include <vector>

#include "base/result.h"
#include "course/fact_index.h"
#include "rules/run/pack_library.h"
#include "statement/suspicion.h"
#include "suspicion/pack_rules.h"

namespace restage::suspicion {

/// What a user chose where guidelines differ: ("psa_rp", "EAU").
using Choices = std::vector<std::pair<std::string, std::string>>;

class RecurrenceRules {
 public:
  static Result<RecurrenceRules> load(const rules::PackLibrary& library);

  /// What was true, and known, at the moment; the day must be known.
  statement::RecurrenceSuspicion judge(const Course& course, const course::Moment& moment, const Choices& choices);

 private:
  explicit RecurrenceRules(const rules::PackLibrary& library) : library_(&library) {}

  const rules::PackLibrary* library_;
  std::vector<PackRules> rules_;
};

}  // namespace restage::suspicion
