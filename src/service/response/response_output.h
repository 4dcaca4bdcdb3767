// SPDX-License-Identifier: Apache-2.0
#pragma once
// Computed responses in the forms that leave the program: the JSON document, the table for people, the files. Pure
// functions of results and the opened criterion.
#include <string>
#include <string_view>
#include <vector>

#include "base/json_writer.h"
#include "service/response/response.h"

namespace restage::service {

/// The document of responses, a subject at a time, appended to a text that the caller may hand over and empty between
/// calls.
class ResponseDocument {
 public:
  /// Opens the document; `out` and the criterion must outlive it.
  ResponseDocument(std::string& out, const OpenedCriterion& criterion, std::string_view program_version);
  void add(const statement::ResponseResult& result);
  /// Closes it; of a check with what the comparisons found.
  void finish(const std::vector<statement::StoredComparison>* comparisons);

 private:
  std::string& out_;
  JsonWriter writer_;
};

/// Visits with sums, nadir, changes, calls and rules; best response; endpoints.
std::string response_table(const OpenedCriterion& criterion, const statement::ResponseResult& result, bool color);

enum class ResponseFile {
  Page,         ///< HTML: all pictures and their numbers
  Fhir,         ///< Bundle of mCODE cancer disease status
  Waterfall,    ///< SVG: best changes
  Spider,       ///< SVG: changes over time
  Swimmer,      ///< SVG: time on study
  Subject,      ///< SVG: sums of the first subject
  KaplanMeier,  ///< SVG: the curve of an endpoint
  Rs,           ///< SDTM RS as CSV
  Adrs,         ///< in the form of ADRS
  Adtte,        ///< in the form of ADTTE
};

/// `endpoint` names that of the curve; empty: PFS.
std::string response_file(ResponseFile kind, const OpenedCriterion& criterion,
                          const std::vector<statement::ResponseResult>& results, std::string_view program_version,
                          std::string_view endpoint = {});

}  // namespace restage::service
