// SPDX-License-Identifier: Apache-2.0
#pragma once
// StudyTables: the tables of one set of a folder, read side by side, some subjects at a time.
//
// Where every table is in order of USUBJID a part ends behind some thousand rows; otherwise there is one part with
// everything. Each table is read twice, once to see its order. Not thread-safe.
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "core/data_issue.h"
#include "core/partial_date.h"
#include "formats/sdtm/table.h"

namespace restage::sdtm {

class StudyTables {
 public:
  StudyTables(std::string directory, std::string set) : directory_(std::move(directory)), set_(std::move(set)) {}

  const std::string& directory() const noexcept { return directory_; }
  const std::string& set() const noexcept { return set_; }
  std::string common(std::string_view domain) const;  ///< path of a table that all sets share: dm, ds
  std::string path(std::string_view domain) const;    ///< path of a table of the set
  /// Looks at the tables once, for where to stop.
  Result<void> plan(const std::vector<std::string>& paths);
  /// The table, opened at its first use; nullptr where reading failed.
  Table* open(const std::string& path);
  /// The next row of a subject of this part; the first one behind it is kept for the next part.
  bool next_row(Table& table, int id);
  /// Goes on to the next part; false when this was the last.
  bool next_part() noexcept;
  const std::optional<Error>& failure() const noexcept { return failure_; }

 private:
  std::string directory_;
  std::string set_;
  std::map<std::string, Table> tables_;
  std::vector<std::string> limits_;  ///< last subject of each part but the last; empty: all at once
  std::size_t limit_ = 0;
  std::optional<Error> failure_;
};

/// An issue about the current row of a table.
DataIssue row_issue(const Table& table, IssueCode code, std::string_view column, std::string message,
                    std::string remedy);

/// The date in a cell of the current row; what is no date is reported and unknown.
PartialDate read_date(const Table& table, std::string_view written, std::string_view column,
                      std::vector<DataIssue>& issues);

/// Who read, as shown: EVAL, and which one of it, EVALID.
std::string reader_name(std::string_view evaluator, std::string_view evaluator_id);

}  // namespace restage::sdtm
