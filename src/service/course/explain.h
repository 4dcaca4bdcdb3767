// SPDX-License-Identifier: Apache-2.0
#pragma once
// The question `explain`: the statements of a course that were asked for, each with the facts it rests on.
#include <functional>
#include <string>

#include "service/course/timeline.h"

namespace restage::service {

struct ExplainRequest {
  TimelineRequest timeline;
  std::string statement;  ///< an id, a part of one, or a classification (yp); empty: every statement
};

struct ExplainOutcome {
  TimelineOutcome timeline;
  std::size_t statements = 0;  ///< handed over
};

/// Gets each statement with its tumor and course; good during the call.
using StatementSink = std::function<void(const statement::Statement&, const statement::TumorTimeline&, const Course&)>;

/// Fails as timeline() does, and with ErrorCode::NotFound when no statement is the one asked for.
Result<ExplainOutcome> explain(ExplainRequest& request, const StatementSink& sink);

}  // namespace restage::service
