// SPDX-License-Identifier: Apache-2.0
#include "service/registry/run.h"

#include <algorithm>
#include <limits>

#include "base/csv.h"

namespace restage::service {
namespace {

constexpr std::uint64_t kShown = 20;  // data issues of a file that go to the sink

}  // namespace

bool RunOutput::open() {
  if (path_.empty()) return true;
  auto file = OutputFile::create(path_);
  if (file) file_.emplace(std::move(file).value());
  return succeeded(file ? Result<void>() : Result<void>(file.error()));
}

bool RunOutput::write(std::string_view bytes) {
  if (path_.empty()) return sinks_.out(bytes);
  return succeeded(file_->write(bytes));
}

bool RunOutput::commit() { return path_.empty() || succeeded(file_->commit()); }

bool RunOutput::succeeded(const Result<void>& done) {
  if (!done) sinks_.error(done.error());
  return done.has_value();
}

bool IssueLog::open() {
  if (!to_file_) return true;
  return output_.open() && output_.write("file,record,severity,code,message,remedy\n");
}

void IssueLog::begin_file(std::string file) {
  file_ = std::move(file);
  count_ = unlisted_ = 0;
  if (enough_) enough_->store(false);
}

bool IssueLog::add(const std::vector<DataIssue>& issues, std::uint64_t unlisted) {
  unlisted_ += unlisted;
  std::string rows;
  for (const DataIssue& issue : issues) {
    if (to_file_)
      append_csv_row(rows, {file_, issue.path, std::string(to_string(issue.severity)),
                            std::string(to_string(issue.code)), issue.message, issue.remedy});
    if (++count_ > kShown) continue;
    sinks_.issue(file_, issue);
  }
  if (enough_ && !to_file_ && count_ >= kShown) enough_->store(true);
  return rows.empty() || output_.write(rows);
}

void IssueLog::end_file() {
  const std::uint64_t hidden = unlisted_ + (count_ > kShown ? count_ - kShown : 0);
  if (hidden > 0) sinks_.unshown_issues(file_, hidden);
}

RegistryRun::RegistryRun(const RegistryRequest& asked, const RegistrySinks& told)
    : request(asked), sinks(told), issues(told, asked.issues_file) {
  tell_progress();
}

void RegistryRun::end_file() {
  if (source_ != nullptr) bytes_before_ += source_->position();
  source_ = nullptr;
}

void RegistryRun::tell_progress() const {
  if (sinks.progress)
    sinks.progress({statistics.records, bytes_before_ + (source_ == nullptr ? 0 : source_->position())});
}

RegistryStatus fail(const RegistrySinks& sinks, const Error& error) {
  sinks.error(error);
  return RegistryStatus::Failed;
}

std::string name_of(const std::string& file) { return file == "-" ? std::string("standard input") : file; }

RegistryStatus report_file_error(RegistryRun& run, const std::string& file, Error error, RegistryStatus status) {
  const std::string name = name_of(file);
  if (error.context.empty())
    error.context = name;
  else if (!error.context.starts_with(name))
    error.context = name + ": " + error.context;
  run.sinks.error(error);
  return error.code == ErrorCode::Interrupted ? RegistryStatus::DoneWithRefusals : status;
}

RegistryStatus run_blocks(RegistryRun& run, const std::string& file,
                          const std::function<Result<bool>(registry::Block&)>& read,
                          const std::function<std::unique_ptr<registry::BlockWorker>()>& make_worker,
                          const std::function<bool(registry::Block&)>& use) {
  run.issues.begin_file(name_of(file));
  bool writable = true;
  const auto write = [&](registry::Block& block) {
    writable = run.issues.add(block.issues, block.statistics.unlisted) && use(block);
    run.statistics.add(block.statistics);
    run.tell_progress();
    return writable;
  };
  const auto done = registry::run_blocks(std::max<std::size_t>(1, run.request.threads),
                                         {read, make_worker, write, run.request.interrupted});
  run.end_file();
  run.issues.end_file();
  if (!writable) return RegistryStatus::Failed;
  if (!done)  // cut short: everything before it is written
    return report_file_error(run, file, done.error(), RegistryStatus::DoneWithRefusals);
  return RegistryStatus::Done;
}

Result<std::vector<registry::LoadedAlgorithm>> load_algorithms(const RegistryRequest& request) {
  std::vector<registry::LoadedAlgorithm> algorithms;
  for (const std::string& path : request.algorithms) {
    auto loaded = registry::load_algorithm(path, request.current_year);
    if (!loaded) return std::move(loaded).error();
    algorithms.push_back(std::move(loaded).value());
  }
  return algorithms;
}

Result<std::shared_ptr<const registry::RunPlan>> load_plan(const RegistryRequest& request) {
  auto algorithms = load_algorithms(request);
  if (!algorithms) return std::move(algorithms).error();
  registry::RunOptions options;
  options.schema_id = request.schema_id;
  options.with_path = request.with_path;
  options.outputs = request.outputs;
  options.carried = request.carried;
  if (!request.issues_file.empty()) options.issues_per_block = std::numeric_limits<std::size_t>::max();
  return registry::plan_run(std::move(algorithms).value(), std::move(options));
}

}  // namespace restage::service
