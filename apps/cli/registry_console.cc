// SPDX-License-Identifier: Apache-2.0
#include "apps/cli/registry_console.h"

#include <sys/stat.h>
#include <unistd.h>

#include <csignal>

#include <fmt/format.h>

namespace restage::cli {
namespace {

std::atomic<bool> interrupted{false};

void on_interrupt(int) { interrupted.store(true, std::memory_order_relaxed); }

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

RegistryProgressLine::RegistryProgressLine(Console& console, const std::vector<std::string>& files)
    : console_(console), total_bytes_(size_of(files)), start_(std::chrono::steady_clock::now()), shown_(start_) {}

void RegistryProgressLine::clear() {
  if (is_shown_) console_.err("\r\x1b[K");
  is_shown_ = false;
}

double RegistryProgressLine::seconds() const {
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - start_).count();
}

void RegistryProgressLine::update(const service::RegistryProgress& progress) {
  const auto now = std::chrono::steady_clock::now();
  is_started_ = true;
  if (!console_.err_is_terminal() || now - shown_ < std::chrono::milliseconds(250)) return;
  shown_ = now;
  const double elapsed = seconds();
  std::string line = fmt::format("\r\x1b[K{} records, {:.0f} a second", progress.records,
                                 static_cast<double>(progress.records) / elapsed);
  if (total_bytes_ > 0 && progress.bytes > 0 && progress.bytes <= total_bytes_) {
    const double done = static_cast<double>(progress.bytes) / static_cast<double>(total_bytes_);
    line += fmt::format(", {:.0f} % done, {} left", done * 100, duration(elapsed / done - elapsed));
  }
  console_.err(line);
  is_shown_ = true;
}

std::string RegistryProgressLine::rate_text(std::uint64_t records) const {
  if (!is_started_ || seconds() < 1) return {};
  return fmt::format("; {:.1f} s, {:.0f} a second", seconds(), static_cast<double>(records) / seconds());
}

service::RegistrySinks console_sinks(Console& console, RegistryProgressLine& progress,
                                     const service::RegistryRequest& request) {
  service::RegistrySinks sinks;
  sinks.out = [&](std::string_view bytes) {
    if (console.out_is_terminal()) progress.clear();
    console.out(bytes);
    return true;
  };
  sinks.error = [&](const Error& error) {
    progress.clear();
    if (error.code != ErrorCode::Interrupted)
      tell_registry_error(console, error);
    else if (request.output_file.empty())
      console.err("restage: interrupted; what was written is complete up to its last record\n");
    else
      console.err(fmt::format("restage: interrupted; {} was not written\n", request.output_file));
  };
  sinks.issue = [&](const std::string& file, const DataIssue& issue) {
    progress.clear();
    console.err(
        fmt::format("{}: {}: {} [{}]; {}\n", file, issue.path, issue.message, to_string(issue.code), issue.remedy));
  };
  sinks.unshown_issues = [&](const std::string& file, std::uint64_t count) {
    progress.clear();
    console.err(
        fmt::format("{}: {} more data issues{}\n", file, count,
                    request.issues_file.empty() ? "; --issues FILE writes all of them" : " in the file of --issues"));
  };
  sinks.progress = [&](const service::RegistryProgress& now) { progress.update(now); };
  return sinks;
}

void tell_registry_error(Console& console, const Error& error) {
  console.err(fmt::format("restage: {}\n", error.text()));
}

std::string summary_text(const service::RegistryCounts& counts, std::size_t algorithms) {
  std::string text = fmt::format("{} records: {} staged", counts.records, counts.staged);
  if (counts.with_invalid_codes > 0)
    text += fmt::format(" ({} of them with impossible codes)", counts.with_invalid_codes);
  text += fmt::format(", {} refused by the algorithm, {} unreadable", counts.refused, counts.unreadable);
  if (counts.not_coded > 0)
    text += fmt::format(", {} without items of the algorithm{}", counts.not_coded, algorithms > 1 ? "s" : "");
  return text;
}

}  // namespace restage::cli
