// SPDX-License-Identifier: Apache-2.0
#pragma once
// KidneyFunction: the estimated glomerular filtration rate at a moment, by the formula of the pack egfr-ckd-epi-2021.
// Where the date of birth leaves two ages the older one counts, which gives the lower rate. Unknown without creatinine,
// age or sex, and under 18 years. Not thread-safe: one a thread. The library must outlive it.
#include "readiness/pack_rules.h"
#include "rules/run/run.h"

namespace restage::readiness {

class KidneyFunction {
 public:
  static Result<KidneyFunction> load(const rules::PackLibrary& library);

  /// `egfr` in mL/min/1.73 m2, not rounded, and `egfr_known`; where it cannot be reckoned `egfr_lacks` says why.
  GivenValues at(const course::FactIndex& index, const course::Moment& moment);

 private:
  explicit KidneyFunction(const rules::Pack& pack) : pack_(&pack), plan_(pack), runner_(*pack.program()) {}

  const rules::Pack* pack_;
  course::QueryPlan plan_;
  rules::Runner runner_;
};

}  // namespace restage::readiness
