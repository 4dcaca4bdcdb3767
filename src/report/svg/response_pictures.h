// SPDX-License-Identifier: Apache-2.0
#pragma once
// Pictures of response as SVG, and a page with all of them beside their numbers.
//
// Categories differ by pattern and shape as well as by color, so that they are told apart in grey and by people
// with color vision deficiency. Binary floating point is used for positions only. Pure functions of results.
#include <string>
#include <string_view>
#include <vector>

#include "response/criterion.h"
#include "statement/response.h"

namespace restage::report {

/// Best change from baseline, one bar a subject, with the lines at +20 % and -30 % and marks for new lesions.
std::string draw_waterfall(const std::vector<statement::ResponseResult>& results, const response::Criterion& criterion);
/// Change from baseline over time, one line a subject.
std::string draw_spider(const std::vector<statement::ResponseResult>& results, const response::Criterion& criterion);
/// One lane a subject: time on study, responses, progression, death, ongoing.
std::string draw_swimmer(const std::vector<statement::ResponseResult>& results, const response::Criterion& criterion);
/// Sum of diameters of one subject with nadir and limits; `key` makes ids unique on a page of several.
std::string draw_subject(const statement::ResponseResult& result, const response::Criterion& criterion,
                         const std::string& key = "subject");
/// Kaplan-Meier curve of an endpoint with risk table.
std::string draw_kaplan_meier(const std::vector<statement::ResponseResult>& results, std::string_view endpoint);

/// One step of a product-limit estimate.
struct SurvivalStep {
  int day = 0;
  int at_risk = 0;
  int events = 0;
  int censored = 0;
  double survival = 1.0;
};
std::vector<SurvivalStep> kaplan_meier(const std::vector<statement::ResponseResult>& results,
                                       std::string_view endpoint);

}  // namespace restage::report
