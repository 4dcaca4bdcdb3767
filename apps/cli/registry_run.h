// SPDX-License-Identifier: Apache-2.0
#pragma once
// What the actions of `restage registry` share: loaded algorithms, files in and out, progress, interruption.
#include <atomic>
#include <chrono>
#include <cstdint>
#include <string>
#include <vector>

#include "apps/cli/command.h"
#include "registry/batch.h"

namespace restage::cli {

struct RegistryOptions {
  std::vector<std::string> algorithms;
  std::string format;
  std::string schema_id;
  std::string outputs;
  std::string output_file;
  std::int64_t threads = 0;
  std::int64_t current_year = 0;
  bool no_path = false;
  bool json = false;
  bool schemas = false;
  bool compare = false;
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
  Progress(Console& console, std::uint64_t total_bytes);
  ~Progress();
  Progress(const Progress&) = delete;
  Progress& operator=(const Progress&) = delete;
  void update(const registry::RunStatistics& statistics);

 private:
  Console& console_;
  std::uint64_t total_bytes_;
  bool visible_;
  std::chrono::steady_clock::time_point start_;
  std::chrono::steady_clock::time_point shown_;
};

/// Result bytes to standard output, or to a file that appears only when the run has ended well.
class ResultSink {
 public:
  ResultSink(Console& console, std::string path) : console_(console), path_(std::move(path)) {}
  ~ResultSink();
  ResultSink(const ResultSink&) = delete;
  ResultSink& operator=(const ResultSink&) = delete;
  bool open();
  bool write(std::string_view bytes);
  bool commit();

 private:
  Console& console_;
  std::string path_;
  int descriptor_ = -1;
};

void report_error(Console& console, const Error& error);
/// At most 20 issues in full, the rest as a count.
class IssueReport {
 public:
  IssueReport(Console& console, std::string file) : console_(console), file_(std::move(file)) {}
  ~IssueReport();
  IssueReport(const IssueReport&) = delete;
  IssueReport& operator=(const IssueReport&) = delete;
  void add(const std::vector<DataIssue>& issues);

 private:
  Console& console_;
  std::string file_;
  std::uint64_t count_ = 0;
};

Result<std::vector<registry::LoadedAlgorithm>> load_algorithms(const RegistryOptions& options);
int run_stage(Console& console, const RegistryOptions& options);                  // registry_run.cc
int run_naaccr(Console& console, const RegistryOptions& options, std::shared_ptr<const registry::RunPlan> plan,
               const std::string& file, std::unique_ptr<ByteSource> source, std::string first_bytes, ResultSink* sink,
               registry::RunStatistics& statistics);                              // registry_naaccr.cc
int run_check(Console& console, const RegistryOptions& options);                  // registry_naaccr.cc
int run_show(Console& console, const RegistryOptions& options);                   // registry_show.cc
int run_compare(Console& console, const RegistryOptions& options);                // registry_compare.cc
int run_diff(Console& console, const RegistryOptions& options);                   // registry_diff.cc
int run_impact(Console& console, const RegistryOptions& options);                 // registry_diff.cc

}  // namespace restage::cli
