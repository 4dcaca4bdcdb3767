// SPDX-License-Identifier: Apache-2.0
#pragma once
// The question `response`: the response to treatment of each subject and reader, by a criterion and the choices of a
// run; from response documents, tables of visits, courses or an SDTM folder; and beside it the targets that a person
// may choose, and the comparison with stored responses.
//
// Results are handed over as they come, so that memory does not grow with them. Pure but for the inputs named.
#include <functional>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "service/request/input.h"
#include "service/request/outcome.h"
#include "statement/response.h"
#include "statement/response_review.h"

namespace restage::service {

struct ResponseRules;
using OpenedCriterion = std::shared_ptr<const ResponseRules>;

/// Choices as (key, value), which override those of a subject. An unknown criterion, key or value is an error that
/// names the known ones. criterion empty: recist-1.1.
Result<OpenedCriterion> open_criterion(const std::string& criterion,
                                       const std::vector<std::pair<std::string, std::string>>& choices = {});
Result<std::vector<statement::CriterionName>> criteria();
Result<std::vector<statement::PolicyDescription>> policies(const std::string& criterion);

struct ResponseRequest {
  OpenedCriterion criterion;
  std::vector<Input> inputs;     ///< a single path of a folder is a study; or
  std::string study;             ///< a folder of SDTM as CSV
  std::string set;               ///< of the folder; empty: the one for the criterion
  std::string reader;            ///< of the folder: EVAL or EVAL/EVALID; empty: all
  bool check_stored = false;     ///< only compare stored responses with the computed ones
  bool propose_targets = false;  ///< propose instead of assessing
};

/// Each is called in order; an empty one is not called.
struct ResponseSinks {
  std::function<void(statement::ResponseResult&&)> result;
  std::function<void(const std::vector<DataIssue>&)> issues;  ///< of inputs; those of a result are inside it
  std::function<void(statement::TargetProposal&&)> proposal;
};

struct ResponseOutcome {
  Status status = Status::Done;
  std::size_t subjects = 0;
  std::vector<statement::StoredComparison> comparisons;  ///< of the sets of a study
};

/// With check_stored the results are handed over too; what is stored is then no input.
Result<ResponseOutcome> response(ResponseRequest& request, const ResponseSinks& sinks);

}  // namespace restage::service
