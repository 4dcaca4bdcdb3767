// SPDX-License-Identifier: Apache-2.0
#pragma once
// Response statements of a tumor for the timeline: computed from lesion measurements by a criterion, and those the
// source wrote down. They stand beside the stage and never change it.
#include <optional>
#include <string>
#include <vector>

#include "base/json_writer.h"
#include "core/course.h"
#include "report/terminal.h"
#include "response/criterion.h"

namespace restage::report {

struct ResponseStatement {
  PartialDate date;
  std::string basis;      ///< measured, documented
  std::string criterion;  ///< recist-1.1; empty when the source names none
  std::string overall;
  std::string target, non_target, new_lesion;
  std::optional<Decimal> sum_mm, percent_from_baseline, percent_from_nadir;
  std::vector<std::string> rules;
  std::vector<std::string> evidence;
};

/// Holds the criteria so that they are read once, and only when a course has measurements. Not thread-safe.
class ResponseCollector {
 public:
  std::vector<ResponseStatement> collect(const Course& course, const std::string& tumor);

 private:
  void add_measured(const Course& course, const std::string& tumor, std::vector<ResponseStatement>& statements);
  std::unique_ptr<response::CriterionLibrary> library_;
};

void write_responses(JsonWriter& json, const std::vector<ResponseStatement>& statements);
std::vector<ResponseLine> response_lines(const std::vector<ResponseStatement>& statements);

}  // namespace restage::report
