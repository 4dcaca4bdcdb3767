// SPDX-License-Identifier: Apache-2.0
#pragma once
// Follow-up as JSON. Its names are a contract (docs/followup.md): members may be added, never renamed.
#include <string>
#include <string_view>
#include <vector>

#include "statement/followup.h"

namespace restage::report {

/// One patient as an object: with one plan its members stand beside the patient's, with several they are `guidelines`.
std::string followup_patient(std::string_view patient, const std::vector<statement::FollowUpAnswer>& tumors,
                             const std::vector<DataIssue>& issues);

/// The whole document, appended to a text that the caller may hand over and empty between calls. With one patient its
/// members stand at the top too. Not thread-safe; the text must outlive it.
class FollowUpDocument {
 public:
  FollowUpDocument(std::string& out, std::string_view program_version, std::string_view as_of);
  void add(std::string patient);
  void finish(const std::vector<DataIssue>& issues);

 private:
  std::string& out_;
  std::string first_;  ///< held back until it is known whether there is another
  std::size_t patients_ = 0;
};

/// A list of overdue tasks as one document.
std::string overdue_json(const std::vector<statement::OverdueTask>& tasks, std::string_view program_version,
                         std::string_view as_of);

}  // namespace restage::report
