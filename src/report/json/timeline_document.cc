// SPDX-License-Identifier: Apache-2.0
#include "report/json/timeline_document.h"

#include "report/json/timeline_json.h"

namespace restage::report {

TimelineDocument::TimelineDocument(std::string& out, std::string_view program_version) : json_(out) {
  json_.begin_object().member("restage", program_version).key("patients").begin_array();
}

void TimelineDocument::add(const statement::PatientTimeline& patient) { write_patient(json_, patient); }

void TimelineDocument::finish(const std::vector<DataIssue>& issues, std::string_view as_of, std::string_view known_by) {
  json_.end_array().key("data_issues").begin_array();
  for (const DataIssue& issue : issues) write_issue(json_, issue);
  json_.end_array().key("replay").begin_object();
  json_.member_or_null("as_of", as_of).member_or_null("known_by", known_by).end_object().end_object();
}

}  // namespace restage::report
