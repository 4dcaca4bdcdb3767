// SPDX-License-Identifier: Apache-2.0
// Staging of files by `restage registry`: formats, sinks, progress.
#include "apps/cli/registry_run.h"

#include <sys/stat.h>

#include <algorithm>
#include <csignal>
#include <ctime>
#include <limits>

#include <fmt/format.h>

#include "base/text.h"
#include "registry/records/csv_cases.h"
#include "registry/records/ndjson_cases.h"
#include "stream/csv_records.h"

namespace restage::cli {
namespace {

std::atomic<bool> interrupted{false};

void on_interrupt(int) { interrupted.store(true, std::memory_order_relaxed); }

}  // namespace

int calendar_year() {
  const std::time_t now = std::time(nullptr);
  std::tm local{};
  ::localtime_r(&now, &local);
  return local.tm_year + 1900;
}

const std::atomic<bool>& interruption_flag() {
  static const bool installed = [] {
    struct sigaction action{};
    action.sa_handler = on_interrupt;
    action.sa_flags = static_cast<int>(
        SA_RESETHAND);  // no restart: a read that waits is broken off; the second signal ends the program
    return ::sigaction(SIGINT, &action, nullptr) == 0 && ::sigaction(SIGTERM, &action, nullptr) == 0;
  }();
  static_cast<void>(installed);
  return interrupted;
}

bool RunOutput::open() {
  if (path_.empty()) return true;
  auto file = OutputFile::create(path_);
  if (file) file_.emplace(std::move(file).value());
  return succeeded(file ? Result<void>() : Result<void>(file.error()));
}

bool RunOutput::write(std::string_view bytes) {
  if (path_.empty()) console_.out(bytes);
  return path_.empty() || succeeded(file_->write(bytes));
}

bool RunOutput::commit() { return path_.empty() || succeeded(file_->commit()); }

bool RunOutput::succeeded(const Result<void>& done) {
  if (!done) report_error(console_, done.error());
  return done.has_value();
}

Result<std::string> read_head(ByteSource& source) {
  std::string head(std::size_t{64} << 10, '\0');
  std::size_t filled = 0;
  for (std::size_t enough = 64; filled < enough;) {
    const auto count = source.read(head.data() + filled, head.size() - filled);
    if (!count) return count.error();
    if (*count == 0) break;
    filled += *count;
    if (text::trim(std::string_view(head).substr(0, filled)).empty()) enough = head.size();
  }
  head.resize(filled);
  return head;
}

Result<std::string> find_format(const RegistryOptions& options, std::string_view head) {
  if (!options.format.empty()) return options.format;
  if (head.starts_with("\xEF\xBB\xBF")) head.remove_prefix(3);
  const auto refuse = [](const char* message) { return Error{ErrorCode::Malformed, message, ""}; };
  if (head.starts_with("PK\x03\x04"))
    return refuse("this is a zip archive; unpack it first (an algorithm is given with --algorithm)");
  if (head.starts_with("\xFF\xFE") || head.starts_with("\xFE\xFF"))
    return refuse("the text is UTF-16; save it as UTF-8");
  head = text::trim(head);
  if (head.empty()) return refuse("the file is empty; give cases as NDJSON, CSV or NAACCR XML");
  if (head.starts_with('{')) return std::string("ndjson");
  if (head.starts_with('[')) return refuse("this is a JSON array; write one case a line (NDJSON)");
  if (head.starts_with('<')) return std::string("naaccr");
  return std::string("csv");
}

Result<std::vector<registry::LoadedAlgorithm>> load_algorithms(const RegistryOptions& options,
                                                               const std::vector<std::string>& paths) {
  std::vector<registry::LoadedAlgorithm> algorithms;
  const int year = options.current_year > 0 ? static_cast<int>(options.current_year) : calendar_year();
  for (const std::string& path : paths) {
    auto loaded = registry::load_algorithm(path, year);
    if (!loaded) return std::move(loaded).error();
    algorithms.push_back(std::move(loaded).value());
  }
  return algorithms;
}

Result<std::shared_ptr<const registry::RunPlan>> load_plan(const RegistryOptions& options,
                                                           const std::vector<std::string>& paths) {
  auto algorithms = load_algorithms(options, paths);
  if (!algorithms) return std::move(algorithms).error();
  registry::RunOptions run_options;
  run_options.schema_id = options.schema_id;
  run_options.with_path = !options.no_path;
  if (!options.issues_file.empty()) run_options.issues_per_block = std::numeric_limits<std::size_t>::max();
  for (const std::string_view name : text::split(options.outputs, ','))
    if (!text::trim(name).empty()) run_options.outputs.emplace_back(text::trim(name));
  return registry::plan_run(std::move(algorithms).value(), std::move(run_options));
}

namespace {

// Standard input and named pipes: who writes into a pipe that is closed again loses what was written.
bool is_opened_once(const std::string& file) {
  struct stat info{};
  return file == "-" || (::stat(file.c_str(), &info) == 0 && S_ISFIFO(info.st_mode));
}

class StageRun {
 public:
  StageRun(Console& console, const RegistryOptions& options, std::shared_ptr<const registry::RunPlan> plan)
      : plan_(std::move(plan)),
        sink_(console, options.output_file),
        progress_(console, options.files),
        issues_(console, &progress_, options.issues_file),
        context_{console, options, progress_, issues_, {}} {}

  int run() {
    const RegistryOptions& options = context_.options;
    for (const std::string& file : options.files) {  // a misspelt name is found before hours of work
      if (is_opened_once(file)) continue;
      if (const auto source = ByteSource::open(file); !source)
        return report_file_error(context_, file, source.error(), kUsage);
    }
    if (!sink_.open() || !issues_.open()) return kUsage;
    issues_.set_enough(plan_->options.enough_issues);
    int status = kDone;
    for (const std::string& file : options.files) {
      status = std::max(status, run_file(file));
      if (status >= kUsage || interruption_flag().load()) break;
    }
    const registry::RunStatistics& counts = context_.statistics;
    progress_.clear();
    const bool has_result = status < kUsage && !(interruption_flag().load() && !options.output_file.empty());
    if (has_result && (!sink_.commit() || !issues_.commit())) return kUsage;
    if (status < kUsage && counts.refused + counts.unreadable + counts.with_invalid_codes > 0)
      status = kDoneWithRefusals;
    if (has_result && (context_.console.err_is_terminal() || status != kDone)) context_.console.err(summary());
    return status;
  }

 private:
  std::string summary() const {
    const registry::RunStatistics& counts = context_.statistics;
    std::string text = fmt::format("{} records: {} staged", counts.records, counts.staged);
    if (counts.with_invalid_codes > 0)
      text += fmt::format(" ({} of them with impossible codes)", counts.with_invalid_codes);
    text += fmt::format(", {} refused by the algorithm, {} unreadable", counts.refused, counts.unreadable);
    if (counts.not_coded > 0)
      text += fmt::format(", {} without items of the algorithm{}", counts.not_coded,
                          plan_->algorithms.size() > 1 ? "s" : "");
    return text + progress_.rate_text(counts.records) + "\n";
  }

  int run_file(const std::string& file) {
    auto source = ByteSource::open(file);
    if (!source) return report_file_error(context_, file, source.error(), kUsage);
    progress_.begin_file(**source);
    auto head = read_head(**source);
    if (!head) return report_file_error(context_, file, head.error(), kUsage);
    const auto format = find_format(context_.options, *head);
    if (!format) return report_file_error(context_, file, format.error(), kUsage);
    if (*format == "naaccr")
      return run_naaccr(context_, plan_, file, std::move(source).value(), std::move(head).value(), &sink_);
    auto lines = std::make_unique<stream::LineBlocks>(std::move(source).value(), std::move(head).value());
    const auto write = [this](registry::Block& block) { return sink_.write(block.output); };
    if (*format == "ndjson")
      return run_blocks(
          context_, file, read_from(*lines), [this] { return registry::make_ndjson_worker(plan_); }, write);
    const auto header = lines->take_line();
    if (!header) return report_file_error(context_, file, header.error(), kUsage);
    auto csv = registry::plan_csv(plan_, *header);
    if (!csv) return report_file_error(context_, file, csv.error(), kUsage);
    if (!csv_header_.empty() && csv_header_ != (*csv)->header)
      return report_file_error(
          context_, file,
          {ErrorCode::InvalidArgument, "the columns differ from those of the file before; stage it on its own", ""},
          kUsage);
    if (csv_header_.empty() && !sink_.write((*csv)->header)) return kUsage;
    csv_header_ = (*csv)->header;
    issues_.begin_file(file == "-" ? "standard input" : file);
    if (!issues_.add((*csv)->issues)) return kUsage;
    const auto blocks = stream::make_csv_blocks(std::move(lines), (*csv)->separator);
    return run_blocks(context_, file, read_from(*blocks), [&] { return registry::make_csv_worker(*csv); }, write);
  }

  std::shared_ptr<const registry::RunPlan> plan_;
  RunOutput sink_;
  Progress progress_;
  IssueLog issues_;
  RunContext context_;
  std::string csv_header_;
};

}  // namespace

int run_stage(Console& console, const RegistryOptions& options) {
  auto plan = load_plan(options, options.algorithms);
  if (!plan) {
    report_error(console, plan.error());
    return kUsage;
  }
  return StageRun(console, options, std::move(plan).value()).run();
}

}  // namespace restage::cli
