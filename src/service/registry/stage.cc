// SPDX-License-Identifier: Apache-2.0
// Staging of files: formats, output, what the columns of CSV files have in common.
#include "service/registry/registry.h"

#include <sys/stat.h>

#include <algorithm>

#include "registry/records/csv_cases.h"
#include "registry/records/ndjson_cases.h"
#include "service/registry/file_format.h"
#include "service/registry/naaccr_run.h"
#include "stream/csv_records.h"

namespace restage::service {
namespace {

// Standard input and named pipes: who writes into a pipe that is closed again loses what was written.
bool is_opened_once(const std::string& file) {
  struct stat info{};
  return file == "-" || (::stat(file.c_str(), &info) == 0 && S_ISFIFO(info.st_mode));
}

class StageRun {
 public:
  StageRun(const RegistryRequest& request, const RegistrySinks& sinks, std::shared_ptr<const registry::RunPlan> plan)
      : plan_(std::move(plan)), output_(sinks, request.output_file), run_(request, sinks) {}

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
      status = std::max(status, run_file(file));
      if (status == RegistryStatus::Failed || run_.was_interrupted()) break;
    }
    return status;
  }

  RegistryStatus run_file(const std::string& file) {
    auto source = ByteSource::open(file);
    if (!source) return report_file_error(run_, file, source.error());
    run_.begin_file(**source);
    auto head = read_head(**source);
    if (!head) return report_file_error(run_, file, head.error());
    const auto format = find_format(run_.request.format, *head);
    if (!format) return report_file_error(run_, file, format.error());
    if (*format == "naaccr")
      return run_naaccr(run_, plan_, file, std::move(source).value(), std::move(head).value(), &output_);
    auto lines = std::make_unique<stream::LineBlocks>(std::move(source).value(), std::move(head).value());
    const auto write = [this](registry::Block& block) { return output_.write(block.output); };
    if (*format == "ndjson")
      return run_blocks(run_, file, read_from(*lines), [this] { return registry::make_ndjson_worker(plan_); }, write);
    const auto header = lines->take_line();
    if (!header) return report_file_error(run_, file, header.error());
    auto csv = registry::plan_csv(plan_, *header);
    if (!csv) return report_file_error(run_, file, csv.error());
    if (!csv_header_.empty() && csv_header_ != (*csv)->header)
      return report_file_error(
          run_, file,
          {ErrorCode::InvalidArgument, "the columns differ from those of the file before; stage it on its own", ""});
    if (csv_header_.empty() && !output_.write((*csv)->header)) return RegistryStatus::Failed;
    csv_header_ = (*csv)->header;
    run_.issues.begin_file(name_of(file));
    if (!run_.issues.add((*csv)->issues)) return RegistryStatus::Failed;
    const auto blocks = stream::make_csv_blocks(std::move(lines), (*csv)->separator);
    return run_blocks(run_, file, read_from(*blocks), [&] { return registry::make_csv_worker(*csv); }, write);
  }

  std::shared_ptr<const registry::RunPlan> plan_;
  RunOutput output_;
  RegistryRun run_;
  std::string csv_header_;
};

}  // namespace

RegistryOutcome stage_records(const RegistryRequest& request, const RegistrySinks& sinks) {
  auto plan = load_plan(request);
  if (!plan) return {fail(sinks, plan.error()), false, {}};
  return StageRun(request, sinks, std::move(plan).value()).run();
}

}  // namespace restage::service
