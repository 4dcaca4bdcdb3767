// SPDX-License-Identifier: Apache-2.0
#include "service/course/explain.h"

#include <utility>

namespace restage::service {
namespace {

bool matches(const std::string& id, const std::string& wanted) {
  if (wanted.empty() || id == wanted) return true;
  // A classification alone (c, yp) names the part between two slashes, not any letter of the id.
  return wanted.find('/') != std::string::npos ? id.find(wanted) != std::string::npos
                                               : ("/" + id + "/").find("/" + wanted + "/") != std::string::npos;
}

}  // namespace

Result<ExplainOutcome> explain(ExplainRequest& request, const StatementSink& sink) {
  ExplainOutcome outcome;
  auto done = timeline(request.timeline, [&](statement::PatientTimeline&& patient) {
    for (const statement::TumorTimeline& tumor : patient.tumors)
      for (const statement::Statement& statement : tumor.statements) {
        if (!matches(statement.id, request.statement)) continue;
        ++outcome.statements;
        sink(statement, tumor, patient.course);
      }
    return true;
  });
  if (!done) return std::move(done).error();
  if (outcome.statements == 0 && !request.statement.empty())
    return Error{ErrorCode::NotFound, "no statement " + request.statement + "; restage timeline --json lists the ids",
                 ""};
  outcome.timeline = std::move(*done);
  return outcome;
}

}  // namespace restage::service
