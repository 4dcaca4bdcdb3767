// SPDX-License-Identifier: Apache-2.0
#pragma once
// ResponseAssessor: one subject after another through a criterion, to the sinks of a question. For the files of this
// folder. Not thread-safe; request and sinks must outlive it.
#include "response/check_stored.h"
#include "service/response/response.h"

namespace restage::service {

class ResponseAssessor {
 public:
  ResponseAssessor(const ResponseRequest& request, const ResponseSinks& sinks) : request_(request), sinks_(sinks) {}

  void assess(const ResponseSubject& subject, response::StoredComparison* comparison = nullptr);
  /// Issues of an input.
  void tell(const std::vector<DataIssue>& issues);
  bool had_errors() const noexcept { return had_errors_; }
  std::size_t subjects() const noexcept { return subjects_; }

 private:
  const ResponseRequest& request_;
  const ResponseSinks& sinks_;
  bool had_errors_ = false;
  std::size_t subjects_ = 0;
};

/// Response documents, tables of visits and courses.
Result<ResponseOutcome> assess_inputs(ResponseRequest& request, const ResponseSinks& sinks);

}  // namespace restage::service
