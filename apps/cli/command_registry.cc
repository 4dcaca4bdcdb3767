// SPDX-License-Identifier: Apache-2.0
// `restage registry`: options, and which action they ask for.
#include "apps/cli/shell.h"

#include <unistd.h>

#include <algorithm>
#include <ctime>
#include <thread>

#include <fmt/format.h>

#include "apps/cli/registry_console.h"

namespace restage::cli {
namespace {

struct RegistryOptions {
  std::string outputs;
  std::string carried;
  std::int64_t threads = 0;
  std::int64_t current_year = 0;
  bool no_path = false;
  bool compare = false;
  bool explain = false;
  bool check = false;
  std::vector<std::string> diff;
  std::vector<std::string> impact;
};

int calendar_year() {
  const std::time_t now = std::time(nullptr);
  std::tm local{};
  ::localtime_r(&now, &local);
  return local.tm_year + 1900;
}

int exit_status(service::RegistryStatus status) {
  switch (status) {
    case service::RegistryStatus::Done:
      return kDone;
    case service::RegistryStatus::DoneWithRefusals:
      return kDoneWithRefusals;
    case service::RegistryStatus::Failed:
      break;
  }
  return kUsage;
}

class RegistryCommand final : public Command {
 public:
  std::string_view name() const override { return "registry"; }
  std::string_view summary() const override { return "run a SEER staging algorithm over registry cases"; }
  std::string_view details() const override {
    return "The program contains no algorithm: give the archive as published (a zip file) or its unpacked folder.\n"
           "  restage registry --algorithm eod_public-3.3.zip cases.ndjson\n"
           "  restage registry --algorithm cs-02.05.50.zip --algorithm eod_public-3.3.zip registry.xml.gz --output "
           "staged.xml\n"
           "  restage registry --algorithm eod_public-3.3.zip --show breast\n"
           "  restage registry --algorithm eod_public-3.3.zip --explain one_case.csv\n"
           "  restage registry --diff eod_public-3.2.zip eod_public-3.3.zip --impact cases.ndjson\n"
           "Guide: docs/registry.md";
  }
  void declare(OptionSet& options) override {
    options.list("--algorithm", request_.algorithms, "ZIP",
                 "algorithm archive or folder; with several, the year of diagnosis picks one");
    options.text("--format", request_.format, "FORMAT", "ndjson, csv or naaccr; found out from the input when absent");
    options.text("--output", request_.output_file, "FILE", "write here; the file appears when the run has ended");
    options.text("--issues", request_.issues_file, "FILE",
                 "write every data issue here as CSV; without it the first 20 of a file are shown");
    options.number("--threads", options_.threads, "N",
                   "worker threads (default: all cores); the output is the same for any number");
    options.text("--schema", request_.schema_id, "ID", "use this schema instead of choosing one by site and histology");
    options.number("--current-year", options_.current_year, "YYYY",
                   "the year that counts as now when years of diagnosis are checked");
    options.text("--outputs", options_.outputs, "KEYS",
                 "only these outputs (comma-separated) and the errors that can touch them");
    options.text("--carry", options_.carried, "COLUMNS",
                 "keep these columns of CSV files though no schema knows them (comma-separated; * keeps any)");
    options.flag("--no-path", options_.no_path, "leave the table path out of NDJSON results");
    options.list("--dictionary", request_.dictionaries, "XML", "NAACCR base or user dictionary to check items against");
    options.flag("--schemas", question_.schemas, "list the schemas");
    options.text("--show", question_.show, "ID", "show a schema or a table to read");
    options.text("--search", question_.search, "TEXT", "find schemas, tables and inputs by a word");
    options.flag("--explain", options_.explain,
                 "tell each case in words: what was read, what was derived and by which rows, what is wrong");
    options.flag("--check", options_.check, "check NAACCR files alone; needs no algorithm");
    options.flag("--compare", options_.compare,
                 "restage NAACCR files that hold derived items and report every difference");
    options.values("--diff", options_.diff, 2, "OLD NEW", "what differs between two versions of an algorithm");
    options.list("--impact", options_.impact, "CASES", "with --diff: which derived values of these cases move");
    options.flag("--json", request_.json,
                 "machine output for --schemas, --show, --search, --compare, --diff and --impact");
    options.positional(request_.files, "FILE", "input files; - is standard input");
  }

  int run(Console& console) override {
    const auto usage = [&](std::string_view message) {
      console.err("restage: ");
      console.err(message);
      console.err("; restage registry --help explains\n");
      return static_cast<int>(kUsage);
    };
    const std::string& format = request_.format;
    if (!format.empty() && format != "ndjson" && format != "csv" && format != "naaccr")
      return usage("--format is ndjson, csv or naaccr");
    if (options_.current_year != 0 && (options_.current_year < 1000 || options_.current_year > 9999))
      return usage("--current-year takes a year of four digits");
    if (options_.threads < 0) return usage("--threads takes a number from 1");
    if (options_.diff.size() > 2) return usage("--diff takes two archives, the old one and the new one");
    if (!options_.diff.empty() && options_.impact.empty() && !request_.files.empty())
      return usage("--diff compares two archives; give files of cases with --impact");
    complete_request();
    if (!options_.diff.empty())
      return options_.impact.empty() ? run_diff(console) : run_question(console, service::impact_of_versions);
    if (!options_.impact.empty()) return usage("--impact needs --diff OLD NEW");
    if (options_.check)
      return request_.files.empty() ? usage("give the NAACCR files to check")
                                    : run_question(console, service::check_naaccr);
    if (request_.algorithms.empty()) return usage("give a SEER algorithm archive, as published, with --algorithm");
    if (question_.schemas || !question_.show.empty() || !question_.search.empty()) return run_show(console);
    if (request_.files.empty() && ::isatty(STDIN_FILENO) != 0)
      return usage("give the files to stage, or - for standard input");
    if (request_.files.empty()) request_.files = {"-"};
    if (options_.compare) return run_question(console, service::compare_naaccr);
    return options_.explain ? run_question(console, service::explain_records) : run_stage(console);
  }

 private:
  void complete_request() {
    const std::int64_t cores = std::max(1U, std::thread::hardware_concurrency());
    request_.threads =
        static_cast<std::size_t>(std::min<std::int64_t>(options_.threads == 0 ? cores : options_.threads, 256));
    request_.current_year = options_.current_year > 0 ? static_cast<int>(options_.current_year) : calendar_year();
    request_.outputs = list_of(options_.outputs);
    request_.carried = list_of(options_.carried);
    request_.with_path = !options_.no_path;
    if (options_.diff.empty()) return;
    request_.algorithms = options_.diff;
    request_.files.insert(request_.files.begin(), options_.impact.begin(), options_.impact.end());
  }

  int run_stage(Console& console) {
    RegistryProgressLine progress(console, request_.files);
    request_.interrupted = &interruption_flag();
    const service::RegistryOutcome done = service::stage_records(request_, console_sinks(console, progress, request_));
    progress.clear();
    if (done.is_complete && (console.err_is_terminal() || done.status != service::RegistryStatus::Done))
      console.err(summary_text(done.counts, request_.algorithms.size()) + progress.rate_text(done.counts.records) +
                  "\n");
    return exit_status(done.status);
  }

  int run_question(Console& console,
                   service::RegistryStatus (*ask)(const service::RegistryRequest&, const service::RegistrySinks&)) {
    // Words about each case are read as they come, so there is no time left to tell.
    RegistryProgressLine progress(console, options_.explain ? std::vector<std::string>() : request_.files);
    request_.interrupted = &interruption_flag();
    return exit_status(ask(request_, console_sinks(console, progress, request_)));
  }

  int run_show(Console& console) {
    question_.width = console.width();
    const auto text = service::show_algorithms(request_, question_);
    if (text) {
      console.out(*text);
      return kDone;
    }
    Error error = text.error();
    if (error.code == ErrorCode::NotFound && error.context.empty())
      error.message += "; --schemas lists the schemas, --search finds tables and inputs";
    tell_registry_error(console, error);
    return kUsage;
  }

  int run_diff(Console& console) {
    const auto difference = service::difference_of_versions(request_);
    if (!difference) {
      tell_registry_error(console, difference.error());
      return kUsage;
    }
    if (difference->before != difference->after)
      console.err(fmt::format("restage: {} and {} are different algorithms, not versions of one\n", difference->before,
                              difference->after));
    console.out(difference->text);
    return kDone;
  }

  service::RegistryRequest request_;
  service::AlgorithmQuestion question_;
  RegistryOptions options_;
};

}  // namespace

std::unique_ptr<Command> make_registry_command() { return std::make_unique<RegistryCommand>(); }

}  // namespace restage::cli
