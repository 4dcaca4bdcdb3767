// SPDX-License-Identifier: Apache-2.0
// What a run shows on the error stream: progress, data issues, errors.
#include <sys/stat.h>
#include <unistd.h>

#include <fmt/format.h>

#include "apps/cli/registry_run.h"
#include "base/csv.h"

namespace restage::cli {
namespace {

// Size of what will be read, compressed or not; 0 when that is not known: a pipe.
std::uint64_t size_of(const std::vector<std::string>& files) {
  std::uint64_t total = 0;
  for (const std::string& file : files) {
    struct stat info{};
    const int status = file == "-" ? ::fstat(STDIN_FILENO, &info) : ::stat(file.c_str(), &info);
    if (status != 0 || !S_ISREG(info.st_mode)) return 0;
    total += static_cast<std::uint64_t>(info.st_size);
  }
  return total;
}

std::string duration(double seconds) {
  const auto whole = static_cast<std::int64_t>(seconds + 0.5);
  if (whole < 90) return fmt::format("{} s", whole);
  if (whole < 5400) return fmt::format("{} min {} s", whole / 60, whole % 60);
  return fmt::format("{} h {} min", whole / 3600, whole / 60 % 60);
}

}  // namespace

Progress::Progress(Console& console, const std::vector<std::string>& files)
    : console_(console),
      total_bytes_(size_of(files)),
      visible_(console.err_is_terminal()),
      start_(std::chrono::steady_clock::now()),
      shown_(start_) {}

Progress::~Progress() { clear(); }

void Progress::begin_file(const ByteSource& source) { source_ = &source; }

void Progress::end_file() {
  if (source_ != nullptr) bytes_before_ += source_->position();
  source_ = nullptr;
}

void Progress::clear() {
  if (is_shown_) console_.err("\r\x1b[K");
  is_shown_ = false;
}

void Progress::update(std::uint64_t records) {
  if (!visible_) return;
  const auto now = std::chrono::steady_clock::now();
  if (now - shown_ < std::chrono::milliseconds(250)) return;
  shown_ = now;
  const double seconds = std::chrono::duration<double>(now - start_).count();
  std::string line =
      fmt::format("\r\x1b[K{} records, {:.0f} a second", records, static_cast<double>(records) / seconds);
  const std::uint64_t position = bytes_before_ + (source_ == nullptr ? 0 : source_->position());
  if (total_bytes_ > 0 && position > 0 && position <= total_bytes_) {
    const double done = static_cast<double>(position) / static_cast<double>(total_bytes_);
    line += fmt::format(", {:.0f} % done, {} left", done * 100, duration(seconds / done - seconds));
  }
  console_.err(line);
  is_shown_ = true;
}

std::string Progress::rate_text(std::uint64_t records) const {
  const double seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start_).count();
  if (seconds < 1) return {};
  return fmt::format("; {:.1f} s, {:.0f} a second", seconds, static_cast<double>(records) / seconds);
}

void report_error(Console& console, const Error& error) { console.err(fmt::format("restage: {}\n", error.text())); }

bool IssueLog::open() {
  if (!to_file_) return true;
  return sink_.open() && sink_.write("file,record,severity,code,message,remedy\n");
}

void IssueLog::begin_file(std::string file) {
  file_ = std::move(file);
  count_ = unlisted_ = 0;
  if (enough_) enough_->store(false);
}

bool IssueLog::add(const std::vector<DataIssue>& issues, std::uint64_t unlisted) {
  constexpr std::uint64_t kShown = 20;
  unlisted_ += unlisted;
  std::string rows;
  for (const DataIssue& issue : issues) {
    if (to_file_)
      append_csv_row(rows, {file_, issue.path, std::string(to_string(issue.severity)),
                            std::string(to_string(issue.code)), issue.message, issue.remedy});
    if (++count_ > kShown) continue;
    if (progress_ != nullptr) progress_->clear();
    console_.err(
        fmt::format("{}: {}: {} [{}]; {}\n", file_, issue.path, issue.message, to_string(issue.code), issue.remedy));
  }
  if (enough_ && !to_file_ && count_ >= kShown) enough_->store(true);
  return rows.empty() || sink_.write(rows);
}

void IssueLog::end_file() {
  const std::uint64_t hidden = unlisted_ + (count_ > 20 ? count_ - 20 : 0);
  if (hidden == 0) return;
  if (progress_ != nullptr) progress_->clear();
  console_.err(fmt::format("{}: {} more data issues{}\n", file_, hidden,
                           to_file_ ? " in the file of --issues" : "; --issues FILE writes all of them"));
}

int report_file_error(RunContext& context, const std::string& file, Error error, int status) {
  context.progress.clear();
  if (error.code == ErrorCode::Interrupted) {
    const std::string& target = context.options.output_file;
    context.console.err(target.empty()
                            ? std::string("restage: interrupted; what was written is complete up to its last record\n")
                            : fmt::format("restage: interrupted; {} was not written\n", target));
    return kDoneWithRefusals;
  }
  const std::string name = file == "-" ? std::string("standard input") : file;
  if (error.context.empty())
    error.context = name;
  else if (!error.context.starts_with(name))
    error.context = name + ": " + error.context;
  report_error(context.console, error);
  return status;
}

int run_blocks(RunContext& context, const std::string& file, const std::function<Result<bool>(registry::Block&)>& read,
               const std::function<std::unique_ptr<registry::BlockWorker>()>& make_worker,
               const std::function<bool(registry::Block&)>& use) {
  context.issues.begin_file(file == "-" ? "standard input" : file);
  registry::BlockRun run{read, make_worker, {}, nullptr};
  run.interrupted = &interruption_flag();
  bool writable = true;
  run.write = [&](registry::Block& block) {
    writable = context.issues.add(block.issues, block.statistics.unlisted) && use(block);
    context.statistics.add(block.statistics);
    context.progress.update(context.statistics.records);
    return writable;
  };
  const auto done =
      registry::run_blocks(static_cast<std::size_t>(std::max<std::int64_t>(1, context.options.threads)), run);
  context.progress.end_file();
  context.issues.end_file();
  if (!writable) return kUsage;
  if (!done)
    return report_file_error(context, file, done.error(),
                             kDoneWithRefusals);  // cut short: everything before it is written
  return kDone;
}

}  // namespace restage::cli
