// SPDX-License-Identifier: Apache-2.0
// Staging of files: output, and what the columns of CSV files have in common.
#include "service/registry/registry.h"

#include <sys/stat.h>

#include <algorithm>

#include "registry/records/ndjson_cases.h"
#include "service/registry/case_file.h"
#include "service/registry/naaccr_blocks.h"
#include "service/registry/naaccr_run.h"

namespace restage::service {
namespace {

// Standard input and named pipes: who writes into a pipe that is closed again loses what was written.
bool is_opened_once(const std::string& file) {
  struct stat info{};
  return file == "-" || (::stat(file.c_str(), &info) == 0 && S_ISFIFO(info.st_mode));
}

class StageRun final : private CaseQuestion {
 public:
  StageRun(const RegistryRequest& request, const RegistrySinks& sinks, std::shared_ptr<const registry::RunPlan> plan,
           std::shared_ptr<const naaccr::ItemTable> items)
      : plan_(std::move(plan)), items_(std::move(items)), output_(sinks, request.output_file), run_(request, sinks) {}

  RegistryOutcome run() {
    RegistryOutcome outcome;
    outcome.status = run_files();
    const registry::RunStatistics& counts = run_.statistics;
    outcome.counts = {counts.records, counts.staged,     counts.with_invalid_codes,
                      counts.refused, counts.unreadable, counts.not_coded};
    if (outcome.status == RegistryStatus::Failed) return outcome;
    outcome.is_complete = !run_.was_interrupted() || run_.request.output_file.empty();
    if (outcome.is_complete && (!output_.commit() || !run_.issues.commit())) {
      outcome.status = RegistryStatus::Failed;
      outcome.is_complete = false;
    } else if (counts.refused + counts.unreadable + counts.with_invalid_codes > 0) {
      outcome.status = RegistryStatus::DoneWithRefusals;
    }
    return outcome;
  }

 private:
  RegistryStatus run_files() {
    const std::vector<std::string>& files = run_.request.files;
    for (const std::string& file : files) {  // a misspelt name is found before hours of work
      if (is_opened_once(file)) continue;
      if (const auto source = ByteSource::open(file); !source) return report_file_error(run_, file, source.error());
    }
    if (!output_.open() || !run_.issues.open()) return RegistryStatus::Failed;
    run_.issues.set_enough(plan_->options.enough_issues);
    auto status = RegistryStatus::Done;
    for (const std::string& file : files) {
      status = std::max(status, run_case_file(run_, file, plan_, *items_, *this));
      if (status == RegistryStatus::Failed || run_.was_interrupted()) break;
    }
    return status == RegistryStatus::Done && has_issues_ ? RegistryStatus::DoneWithRefusals : status;
  }

  std::unique_ptr<registry::BlockWorker> ndjson_worker() override { return registry::make_ndjson_worker(plan_); }
  std::unique_ptr<registry::BlockWorker> csv_worker(std::shared_ptr<const registry::CsvPlan> csv) override {
    return registry::make_csv_worker(std::move(csv));
  }
  std::unique_ptr<registry::BlockWorker> naaccr_worker(const naaccr::ItemTable& table,
                                                       const naaccr::FileHead& head) override {
    return make_naaccr_worker(plan_, table, head);
  }
  Result<bool> begin_csv(const registry::CsvPlan& csv) override {
    if (!csv_header_.empty() && csv_header_ != csv.header)
      return Error{ErrorCode::InvalidArgument, "the columns differ from those of the file before; stage it on its own",
                   ""};
    if (csv_header_.empty() && !output_.write(csv.header)) return false;
    csv_header_ = csv.header;
    return true;
  }
  bool begin_naaccr(std::string_view head_bytes) override { return output_.write(head_bytes); }
  bool use(registry::Block& block) override {
    has_issues_ |= has_wrong(block);
    return output_.write(block.output);
  }

  std::shared_ptr<const registry::RunPlan> plan_;
  std::shared_ptr<const naaccr::ItemTable> items_;
  RunOutput output_;
  RegistryRun run_;
  std::string csv_header_;
  bool has_issues_ = false;
};

}  // namespace

RegistryOutcome stage_records(const RegistryRequest& request, const RegistrySinks& sinks) {
  auto plan = load_plan(request);
  if (!plan) return {fail(sinks, plan.error()), false, {}};
  auto items = load_items(request);
  if (!items) return {fail(sinks, items.error()), false, {}};
  return StageRun(request, sinks, std::move(plan).value(), std::move(items).value()).run();
}

}  // namespace restage::service
