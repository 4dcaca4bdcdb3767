// SPDX-License-Identifier: Apache-2.0
// Staging of files by `restage registry`: formats, sinks, progress.
#include "apps/cli/registry_run.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <csignal>
#include <cstring>
#include <ctime>
#include <thread>

#include <fmt/format.h>

#include "base/text.h"

namespace restage::cli {
namespace {

std::atomic<bool> interrupted{false};

void on_interrupt(int) {
  interrupted.store(true, std::memory_order_relaxed);
  std::signal(SIGINT, SIG_DFL);
}

// Size of what will be read, 0 when that is not known: standard input, gzip.
std::uint64_t plain_size(const std::vector<std::string>& files) {
  std::uint64_t total = 0;
  for (const std::string& file : files) {
    struct stat info {};
    if (file == "-" || file.ends_with(".gz") || ::stat(file.c_str(), &info) != 0) return 0;
    total += static_cast<std::uint64_t>(info.st_size);
  }
  return total;
}

std::string sniff(std::string_view head) {
  if (head.starts_with("\xEF\xBB\xBF")) head.remove_prefix(3);
  head = text::trim(head);
  if (head.starts_with('{')) return "ndjson";
  if (head.starts_with('<')) return "naaccr";
  return "csv";
}

}  // namespace

int calendar_year() {
  const std::time_t now = std::time(nullptr);
  std::tm local{};
  ::localtime_r(&now, &local);
  return local.tm_year + 1900;
}

const std::atomic<bool>& interruption_flag() {
  std::signal(SIGINT, on_interrupt);
  std::signal(SIGTERM, on_interrupt);
  return interrupted;
}

Progress::Progress(Console& console, std::uint64_t total_bytes)
    : console_(console), total_bytes_(total_bytes), visible_(console.err_is_terminal()), start_(std::chrono::steady_clock::now()), shown_(start_) {}

Progress::~Progress() {
  if (visible_ && shown_ != start_) console_.err("\r\x1b[K");
}

void Progress::update(const registry::RunStatistics& statistics) {
  if (!visible_) return;
  const auto now = std::chrono::steady_clock::now();
  if (now - shown_ < std::chrono::milliseconds(250)) return;
  shown_ = now;
  const double seconds = std::chrono::duration<double>(now - start_).count();
  std::string line = fmt::format("\r\x1b[K{} records, {:.0f} a second", statistics.records, static_cast<double>(statistics.records) / seconds);
  if (total_bytes_ > 0 && statistics.input_bytes > 0) {
    const double done = static_cast<double>(statistics.input_bytes) / static_cast<double>(total_bytes_);
    line += fmt::format(", {:.0f} % done, {:.0f} s left", done * 100, seconds / done - seconds);
  }
  console_.err(line);
}

bool ResultSink::open() {
  if (path_.empty()) return true;
  descriptor_ = ::open((path_ + ".part").c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644);
  if (descriptor_ < 0) console_.err(fmt::format("restage: {}: creating failed: {}\n", path_, std::strerror(errno)));
  return descriptor_ >= 0;
}

bool ResultSink::write(std::string_view bytes) {
  if (path_.empty()) {
    console_.out(bytes);
    return true;
  }
  while (!bytes.empty()) {
    const ssize_t count = ::write(descriptor_, bytes.data(), bytes.size());
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) {
      console_.err(fmt::format("restage: {}: writing failed: {}\n", path_, std::strerror(errno)));
      return false;
    }
    bytes.remove_prefix(static_cast<std::size_t>(count));
  }
  return true;
}

bool ResultSink::commit() {
  if (path_.empty()) return true;
  const bool good = ::close(descriptor_) == 0 && ::rename((path_ + ".part").c_str(), path_.c_str()) == 0;
  descriptor_ = -1;
  if (!good) console_.err(fmt::format("restage: {}: finishing failed: {}\n", path_, std::strerror(errno)));
  return good;
}

ResultSink::~ResultSink() {
  if (descriptor_ < 0) return;
  ::close(descriptor_);
  ::unlink((path_ + ".part").c_str());
}

void report_error(Console& console, const Error& error) { console.err(fmt::format("restage: {}\n", error.text())); }

void IssueReport::add(const std::vector<DataIssue>& issues) {
  constexpr std::uint64_t kShown = 20;
  for (const DataIssue& issue : issues)
    if (++count_ <= kShown) console_.err(fmt::format("{}: {}: {} [{}]; {}\n", file_, issue.path, issue.message, to_string(issue.code), issue.remedy));
}

IssueReport::~IssueReport() {
  if (count_ > 20) console_.err(fmt::format("{}: {} more records with data issues\n", file_, count_ - 20));
}

Result<std::vector<registry::LoadedAlgorithm>> load_algorithms(const RegistryOptions& options) {
  std::vector<registry::LoadedAlgorithm> algorithms;
  const int year = options.current_year > 0 ? static_cast<int>(options.current_year) : calendar_year();
  for (const std::string& path : options.algorithms) {
    auto loaded = registry::load_algorithm(path, year);
    if (!loaded) return std::move(loaded).error();
    algorithms.push_back(std::move(loaded).value());
  }
  return algorithms;
}

namespace {

class StageRun {
 public:
  StageRun(Console& console, const RegistryOptions& options, std::shared_ptr<const registry::RunPlan> plan)
      : console_(console), options_(options), plan_(std::move(plan)), sink_(console, options.output_file), progress_(console, plain_size(options.files)) {}

  int run() {
    if (!sink_.open()) return kUsage;
    int status = kDone;
    for (const std::string& file : options_.files) {
      status = std::max(status, run_file(file));
      if (status >= kUsage || interruption_flag().load()) break;
    }
    if (interruption_flag().load() && !options_.output_file.empty()) return kDoneWithRefusals;  // no file
    if (status < kUsage && !sink_.commit()) return kUsage;
    if (status < kUsage && statistics_.refused + statistics_.unreadable > 0) status = kDoneWithRefusals;
    if (console_.err_is_terminal() || status != kDone)
      console_.err(fmt::format("{} records: {} staged, {} refused by the algorithm, {} unreadable\n", statistics_.records, statistics_.staged,
                               statistics_.refused, statistics_.unreadable));
    return status;
  }

 private:
  int run_file(const std::string& file) {
    auto source = ByteSource::open(file);
    if (!source) return fail(source.error());
    std::string head(std::size_t{64} << 10, '\0');
    const auto count = (*source)->read(head.data(), head.size());
    if (!count) return fail(count.error());
    head.resize(*count);
    const std::string format = options_.format.empty() ? sniff(head) : options_.format;
    if (format == "naaccr") return run_naaccr(console_, options_, plan_, file, std::move(source).value(), std::move(head), &sink_, statistics_);
    auto lines = std::make_unique<registry::LineBlocks>(std::move(source).value(), std::move(head));
    if (format == "ndjson") return run_blocks(file, *lines, [this] { return registry::make_ndjson_worker(plan_); });
    const auto header = lines->take_line();
    if (!header) return fail(header.error());
    auto csv = registry::plan_csv(plan_, *header);
    if (!csv) {
      Error error = csv.error();
      error.context = file + ": " + error.context;
      return fail(error);
    }
    if (!csv_header_.empty() && csv_header_ != (*csv)->header)
      return fail({ErrorCode::InvalidArgument, "the columns differ from those of the file before; stage it on its own", file});
    if (csv_header_.empty() && !sink_.write((*csv)->header)) return kUsage;
    csv_header_ = (*csv)->header;
    const auto blocks = registry::make_csv_blocks(std::move(lines));
    return run_blocks(file, *blocks, [&] { return registry::make_csv_worker(*csv); });
  }

  int run_blocks(const std::string& file, registry::BlockSource& source, const std::function<std::unique_ptr<registry::BlockWorker>()>& make_worker) {
    IssueReport issues(console_, file);
    registry::PipelineHooks hooks;
    hooks.interrupted = &interruption_flag();
    bool writable = true;
    hooks.write = [&](registry::Block& block) {
      issues.add(block.issues);
      statistics_.add(block.statistics);
      writable = sink_.write(block.output);
      progress_.update(statistics_);
      return writable;
    };
    const auto done = registry::run_pipeline(source, static_cast<std::size_t>(options_.threads), make_worker, hooks);
    if (!writable) return kUsage;
    if (done) return kDone;
    report_error(console_, done.error());
    return kDoneWithRefusals;  // cut short: everything before it is written
  }

  int fail(const Error& error) {
    report_error(console_, error);
    return kUsage;
  }

  Console& console_;
  const RegistryOptions& options_;
  std::shared_ptr<const registry::RunPlan> plan_;
  ResultSink sink_;
  Progress progress_;
  registry::RunStatistics statistics_;
  std::string csv_header_;
};

}  // namespace

int run_stage(Console& console, const RegistryOptions& given) {
  RegistryOptions options = given;
  if (options.files.empty()) options.files = {"-"};
  if (options.threads <= 0) options.threads = std::max(1U, std::thread::hardware_concurrency());
  options.threads = std::min<std::int64_t>(options.threads, 256);
  auto algorithms = load_algorithms(options);
  if (!algorithms) {
    report_error(console, algorithms.error());
    return kUsage;
  }
  registry::RunOptions run_options;
  run_options.schema_id = options.schema_id;
  run_options.with_path = !options.no_path;
  for (const std::string_view name : text::split(options.outputs, ','))
    if (!text::trim(name).empty()) run_options.outputs.emplace_back(text::trim(name));
  auto plan = registry::plan_run(std::move(algorithms).value(), std::move(run_options));
  if (!plan) {
    report_error(console, plan.error());
    return kUsage;
  }
  return StageRun(console, options, std::move(plan).value()).run();
}

}  // namespace restage::cli
