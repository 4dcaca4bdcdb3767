// SPDX-License-Identifier: Apache-2.0
#pragma once
// Response statements of a tumor for the timeline: computed from lesion measurements by a criterion, and those the
// source wrote down. They stand beside the stage and never change it.
#include <memory>
#include <string>
#include <vector>

#include "core/course.h"
#include "response/criterion.h"
#include "statement/response.h"

namespace restage::timeline {

/// Holds the criteria so that they are read once, and only when a course has measurements. Not thread-safe.
class ResponseCollector {
 public:
  std::vector<statement::ResponseStatement> collect(const Course& course, const std::string& tumor);

 private:
  void add_measured(const Course& course, const std::string& tumor,
                    std::vector<statement::ResponseStatement>& statements);
  std::unique_ptr<response::CriterionLibrary> library_;
};

}  // namespace restage::timeline
