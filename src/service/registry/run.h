// SPDX-License-Identifier: Apache-2.0
#pragma once
// What the questions over files of cases share: loaded algorithms, results and issues out, blocks through the workers.
// For the files of this folder. One RegistryRun a question; request and sinks must outlive it.
#include <atomic>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/byte_source.h"
#include "base/output_file.h"
#include "registry/records/run_plan.h"
#include "service/registry/registry.h"

namespace restage::service {

/// Result bytes to the sink, or to a file that appears only when the run has ended well. What fails is told.
class RunOutput {
 public:
  RunOutput(const RegistrySinks& sinks, std::string path) : sinks_(sinks), path_(std::move(path)) {}
  bool open();
  bool write(std::string_view bytes);
  bool commit();

 private:
  bool succeeded(const Result<void>& done);
  const RegistrySinks& sinks_;
  std::string path_;
  std::optional<OutputFile> file_;
};

/// Data issues of a run: at most 20 a file to the sink, all of them in the file of issues.
class IssueLog {
 public:
  IssueLog(const RegistrySinks& sinks, const std::string& path)
      : sinks_(sinks), output_(sinks, path), to_file_(!path.empty()) {}
  bool open();
  /// Told when no more issues of a file will be shown.
  void set_enough(std::shared_ptr<std::atomic<bool>> enough) { enough_ = std::move(enough); }
  void begin_file(std::string file);
  bool add(const std::vector<DataIssue>& issues, std::uint64_t unlisted = 0);
  void end_file();
  bool commit() { return !to_file_ || output_.commit(); }

 private:
  const RegistrySinks& sinks_;
  RunOutput output_;
  bool to_file_;
  std::string file_;
  std::uint64_t count_ = 0;
  std::uint64_t unlisted_ = 0;
  std::shared_ptr<std::atomic<bool>> enough_;
};

class RegistryRun {
 public:
  RegistryRun(const RegistryRequest& request, const RegistrySinks& sinks);

  const RegistryRequest& request;
  const RegistrySinks& sinks;
  IssueLog issues;
  registry::RunStatistics statistics;

  bool was_interrupted() const { return request.interrupted != nullptr && request.interrupted->load(); }
  /// The source must live until the blocks of the file have run.
  void begin_file(const ByteSource& source) { source_ = &source; }
  void end_file();
  void tell_progress() const;

 private:
  std::uint64_t bytes_before_ = 0;
  const ByteSource* source_ = nullptr;
};

/// Tells an error of a file that is being read: the status it means.
RegistryStatus report_file_error(RegistryRun& run, const std::string& file, Error error,
                                 RegistryStatus status = RegistryStatus::Failed);
/// Tells an error that ends the question.
RegistryStatus fail(const RegistrySinks& sinks, const Error& error);
/// How messages call a file.
std::string name_of(const std::string& file);
/// Reading from a source of blocks, which must live as long.
template <class Source>
std::function<Result<bool>(registry::Block&)> read_from(Source& source) {
  return [&source](registry::Block& block) { return source.next(block); };
}
/// Runs one file's blocks; `use` gets each finished block in order and says whether to go on.
RegistryStatus run_blocks(RegistryRun& run, const std::string& file,
                          const std::function<Result<bool>(registry::Block&)>& read,
                          const std::function<std::unique_ptr<registry::BlockWorker>()>& make_worker,
                          const std::function<bool(registry::Block&)>& use);

Result<std::vector<registry::LoadedAlgorithm>> load_algorithms(const RegistryRequest& request);
/// Loads and plans with the schema, the outputs and the path asked for.
Result<std::shared_ptr<const registry::RunPlan>> load_plan(const RegistryRequest& request);

}  // namespace restage::service
