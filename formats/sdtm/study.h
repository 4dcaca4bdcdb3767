// SPDX-License-Identifier: Apache-2.0
#pragma once
// Reads an SDTM folder of CSV files (TU, TR, RS, DM, DS, LB and their SUPP) into response subjects, one a
// subject and evaluator (EVAL and EVALID): readers are kept apart.
//
// A bare NA and an empty cell are missing. A lesion without a row at a visit was not assessed. Stored responses
// (RS, SUMDIAM) of subjects with measurements or component responses are kept for comparison only; where they
// are all there is, they are the input. A folder may hold several sets (tr_onco_recist.csv beside tr_onco.csv):
// the set is the file name between the domain and the ending. Pure functions over files.
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "core/response_subject.h"

namespace restage::sdtm {

struct Study {
  std::string set;                        ///< "onco_recist"; empty for plain tr.csv
  std::vector<ResponseSubject> subjects;  ///< sorted by id, then reader
  std::vector<DataIssue> issues;
  std::size_t measurement_rows = 0;
  std::size_t response_rows = 0;
};

/// Sets a folder holds: those with an RS or TR file, in order of name.
Result<std::vector<std::string>> list_sets(const std::string& directory);

/// The set to read for a criterion when none is named: plain files first, then the one named after the
/// criterion, then `onco`, then the only one there is.
Result<std::string> choose_set(const std::string& directory, std::string_view criterion);

/// With `recompute` stored overall responses are never an input where anything else is.
/// A study a part at a time: some subjects with all of their rows, in the order of read_study. Where every table is in
/// order of USUBJID memory does not grow with the study; otherwise there is one part with everything. Each table is
/// read twice, once to see its order. Not thread-safe.
class StudyStream {
 public:
  static Result<StudyStream> open(const std::string& directory, const std::string& set, bool recompute);
  StudyStream(StudyStream&&) noexcept;
  ~StudyStream();
  /// The next part; false when there is none. Row counts are those so far.
  Result<bool> next(Study& study);

 private:
  struct Reader;
  explicit StudyStream(std::unique_ptr<Reader> reader);
  std::unique_ptr<Reader> reader_;
};

/// All parts together.
Result<Study> read_study(const std::string& directory, const std::string& set, bool recompute);

}  // namespace restage::sdtm
