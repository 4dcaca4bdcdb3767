// SPDX-License-Identifier: Apache-2.0
#pragma once
// What the actions of `restage registry` share: loaded algorithms, files in and out, progress, interruption.
#include <atomic>
#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "apps/cli/command.h"
#include "base/byte_source.h"
#include "base/output_file.h"
#include "registry/records/run_plan.h"

namespace restage::cli {

struct RegistryOptions {
  std::vector<std::string> algorithms;
  std::string format;
  std::string schema_id;
  std::string outputs;
  std::string output_file;
  std::string issues_file;
  std::int64_t threads = 0;
  std::int64_t current_year = 0;
  bool no_path = false;
  bool json = false;
  bool schemas = false;
  bool compare = false;
  bool explain = false;
  bool check = false;
  std::string show;
  std::string search;
  std::vector<std::string> diff;
  std::vector<std::string> impact;
  std::vector<std::string> dictionaries;
  std::vector<std::string> files;
};

int calendar_year();

/// Set by Ctrl-C; a second Ctrl-C ends the program at once.
const std::atomic<bool>& interruption_flag();

/// Rate and time left on the error stream, when that is a terminal.
class Progress {
 public:
  Progress(Console& console, const std::vector<std::string>& files);
  ~Progress();
  Progress(const Progress&) = delete;
  Progress& operator=(const Progress&) = delete;
  /// The source must live until end_file.
  void begin_file(const ByteSource& source);
  void end_file();
  void update(std::uint64_t records);
  void clear();  ///< before other messages
  /// `; 56.7 s, 176366 a second`, for runs of a second and more.
  std::string rate_text(std::uint64_t records) const;

 private:
  Console& console_;
  std::uint64_t total_bytes_;
  std::uint64_t bytes_before_ = 0;
  const ByteSource* source_ = nullptr;
  bool visible_;
  bool is_shown_ = false;
  std::chrono::steady_clock::time_point start_;
  std::chrono::steady_clock::time_point shown_;
};

/// Result bytes to standard output, or to a file that appears only when the run has ended well. What fails is reported.
class RunOutput {
 public:
  RunOutput(Console& console, std::string path) : console_(console), path_(std::move(path)) {}
  bool open();
  bool write(std::string_view bytes);
  bool commit();

 private:
  bool succeeded(const Result<void>& done);
  Console& console_;
  std::string path_;
  std::optional<OutputFile> file_;
};

void report_error(Console& console, const Error& error);

/// Data issues of a run: at most 20 a file in words on the error stream, all of them in the file of --issues.
class IssueLog {
 public:
  IssueLog(Console& console, Progress* progress, const std::string& path)
      : console_(console), progress_(progress), sink_(console, path), to_file_(!path.empty()) {}
  bool open();
  /// Told when no more issues of a file will be shown.
  void set_enough(std::shared_ptr<std::atomic<bool>> enough) { enough_ = std::move(enough); }
  void begin_file(std::string file);
  bool add(const std::vector<DataIssue>& issues, std::uint64_t unlisted = 0);
  void end_file();
  bool commit() { return !to_file_ || sink_.commit(); }

 private:
  Console& console_;
  Progress* progress_;
  RunOutput sink_;
  bool to_file_;
  std::string file_;
  std::uint64_t count_ = 0;
  std::uint64_t unlisted_ = 0;
  std::shared_ptr<std::atomic<bool>> enough_;
};

/// What every action over files carries.
struct RunContext {
  Console& console;
  const RegistryOptions& options;
  Progress& progress;
  IssueLog& issues;
  registry::RunStatistics statistics;
};

/// Reports an error of a file that is being read: the status it means.
int report_file_error(RunContext& context, const std::string& file, Error error, int status);
/// Reading from a source of blocks, which must live as long.
template <class Source>
std::function<Result<bool>(registry::Block&)> read_from(Source& source) {
  return [&source](registry::Block& block) { return source.next(block); };
}
/// Runs one file's blocks; `use` gets each finished block in order and says whether to go on.
int run_blocks(RunContext& context, const std::string& file, const std::function<Result<bool>(registry::Block&)>& read,
               const std::function<std::unique_ptr<registry::BlockWorker>()>& make_worker,
               const std::function<bool(registry::Block&)>& use);

/// The first bytes of a source, enough to tell its format: few only when there are few.
Result<std::string> read_head(ByteSource& source);
/// ndjson, csv or naaccr, from the first bytes; an error names what else it seems to be.
Result<std::string> find_format(const RegistryOptions& options, std::string_view head);

Result<std::vector<registry::LoadedAlgorithm>> load_algorithms(const RegistryOptions& options,
                                                               const std::vector<std::string>& paths);
/// Loads and plans with --schema, --outputs and --no-path.
Result<std::shared_ptr<const registry::RunPlan>> load_plan(const RegistryOptions& options,
                                                           const std::vector<std::string>& paths);
int run_stage(Console& console, const RegistryOptions& options);  // registry_run.cc
/// One NAACCR file; without a plan it is only checked, without a sink nothing is written.
int run_naaccr(RunContext& context, std::shared_ptr<const registry::RunPlan> plan, const std::string& file,
               std::unique_ptr<ByteSource> source, std::string first_bytes, RunOutput* sink);  // registry_naaccr.cc
int run_check(Console& console, const RegistryOptions& options);                               // registry_naaccr.cc
int run_show(Console& console, const RegistryOptions& options);                                // registry_show.cc
int run_compare(Console& console, const RegistryOptions& options);                             // registry_compare.cc
int run_explain_cases(Console& console, const RegistryOptions& options);                       // registry_explain.cc
int run_diff(Console& console, const RegistryOptions& options);                                // registry_diff.cc
int run_impact(Console& console, const RegistryOptions& options);                              // registry_impact.cc

}  // namespace restage::cli
