// SPDX-License-Identifier: Apache-2.0
#pragma once
// Questions to SEER staging algorithms, given as their published archives: stage, check, explain and compare files of
// cases (NDJSON, CSV, NAACCR XML), show an algorithm, and tell two versions apart.
//
// Results and what is wrong go to the sinks as they come, on the thread that asked; memory does not grow with them.
// Nothing is read or written but what a request names.
#include <atomic>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "core/data_issue.h"

namespace restage::service {

/// The greater, the worse.
enum class RegistryStatus {
  Done,
  DoneWithRefusals,  ///< some cases were refused or carry errors, or the run was interrupted; the rest is complete
  Failed,            ///< the question could not be answered; the error was told
};

struct RegistryRequest {
  std::vector<std::string> algorithms;             ///< archives or folders; of two versions the old one and the new one
  std::vector<std::string> files;                  ///< "-" is standard input
  std::string format;                              ///< ndjson, csv or naaccr; empty: found out from the first bytes
  std::string schema_id;                           ///< empty: chosen by site and histology
  std::vector<std::string> outputs;                ///< only these; empty: all
  std::vector<std::string> carried;                ///< CSV columns to keep that no schema knows; `*`: any
  std::vector<std::string> dictionaries;           ///< NAACCR dictionaries beside the built-in one
  std::string output_file;                         ///< appears when the run has ended; empty: results go to the sink
  std::string issues_file;                         ///< every data issue as CSV; empty: none is written
  std::size_t threads = 1;                         ///< the output is the same for any number
  int current_year = 0;                            ///< counts as now when years of diagnosis are checked
  bool with_path = true;                           ///< the table path in NDJSON results
  bool json = false;                               ///< machine output where there is a choice
  const std::atomic<bool>* interrupted = nullptr;  ///< ends a run between two blocks when it turns true
};

struct RegistryProgress {
  std::uint64_t records = 0;
  std::uint64_t bytes = 0;  ///< read of the files, compressed as they are
};

/// All but progress must be given.
struct RegistrySinks {
  std::function<bool(std::string_view)> out;  ///< result bytes; false stops the run
  std::function<void(const Error&)> error;    ///< what cannot be done; code Interrupted when the caller asked to stop
  std::function<void(const std::string& file, const DataIssue&)> issue;        ///< the first ones of a file
  std::function<void(const std::string& file, std::uint64_t)> unshown_issues;  ///< how many more it has
  std::function<void(const RegistryProgress&)> progress;                       ///< at the start and after each block
};

struct RegistryCounts {
  std::uint64_t records = 0;
  std::uint64_t staged = 0;
  std::uint64_t with_invalid_codes = 0;  ///< staged, but some code of the case is impossible
  std::uint64_t refused = 0;             ///< by the algorithm
  std::uint64_t unreadable = 0;
  std::uint64_t not_coded = 0;  ///< NAACCR tumors without items of the algorithms given
};

struct RegistryOutcome {
  RegistryStatus status = RegistryStatus::Done;
  bool is_complete = false;  ///< results stand where they were asked for
  RegistryCounts counts;
};

RegistryOutcome stage_records(const RegistryRequest& request, const RegistrySinks& sinks);
/// NAACCR files alone, without an algorithm: a line `file: valid` each.
RegistryStatus check_naaccr(const RegistryRequest& request, const RegistrySinks& sinks);
/// Each case in words.
RegistryStatus explain_records(const RegistryRequest& request, const RegistrySinks& sinks);
/// NAACCR files that hold derived items, restaged: every difference.
RegistryStatus compare_naaccr(const RegistryRequest& request, const RegistrySinks& sinks);
/// The same cases under two versions: which derived values move.
RegistryStatus impact_of_versions(const RegistryRequest& request, const RegistrySinks& sinks);

struct AlgorithmQuestion {
  bool schemas = false;  ///< list the schemas
  std::string show;      ///< a schema, a table or an input
  std::string search;    ///< a word
  int width = 80;        ///< columns of the text
};
/// Text, or JSON; code NotFound when nothing has the name to show.
Result<std::string> show_algorithms(const RegistryRequest& request, const AlgorithmQuestion& question);

struct VersionDifference {
  std::string before;  ///< names of the algorithms; they differ when these are no versions of one
  std::string after;
  std::string text;  ///< or JSON
};
Result<VersionDifference> difference_of_versions(const RegistryRequest& request);

}  // namespace restage::service
