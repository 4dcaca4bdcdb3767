// SPDX-License-Identifier: Apache-2.0
#pragma once
// TestChoice: every plan of a course against what is known of the person, by the packs test-choice-*. A plan is judged
// for the day it is planned for, with what was known at the day asked for; the other plans of that time count as done
// on their days. All rows that hit are told; the gravest gives the verdict, and a plan that none speaks of is ok.
// Not thread-safe: one a thread. The library must outlive it.
#include "readiness/kidney_function.h"
#include "readiness/pack_rules.h"

namespace restage::readiness {

class TestChoice {
 public:
  static Result<TestChoice> load(const rules::PackLibrary& library);

  /// Fills test_choice and not_recommended. staged: the computed stage (stage.h), for each tumor of the course.
  void judge(const Course& course, const course::Moment& moment, const std::vector<GivenValues>& staged,
             statement::PatientReadiness& result);

 private:
  TestChoice(PackRules rules, KidneyFunction kidney) : rules_(std::move(rules)), kidney_(std::move(kidney)) {}

  PackRules rules_;
  KidneyFunction kidney_;
};

}  // namespace restage::readiness
