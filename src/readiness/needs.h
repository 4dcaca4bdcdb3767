// SPDX-License-Identifier: Apache-2.0
#pragma once
// Needs: what a final stage of each tumor still needs, by the packs staging-needs-*, what each missing item could
// change, what is not needed, and so whether the stage is proposed, provisional or final.
// Not thread-safe: one a thread. The library must outlive it.
#include "readiness/pack_rules.h"
#include "statement/timeline.h"

namespace restage::readiness {

class Needs {
 public:
  static Result<Needs> load(const rules::PackLibrary& library);

  /// Fills everything but test_choice and not_recommended. staged: for each tumor of the course (stage.h).
  void judge(const Course& course, const course::Moment& moment, const statement::PatientTimeline& timeline,
             const std::vector<GivenValues>& staged, statement::PatientReadiness& result);

 private:
  explicit Needs(PackRules rules) : rules_(std::move(rules)) {}

  PackRules rules_;
};

}  // namespace restage::readiness
