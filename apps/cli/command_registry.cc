// SPDX-License-Identifier: Apache-2.0
// `restage registry`: options, and which action they ask for.
#include <unistd.h>

#include <algorithm>
#include <thread>

#include "apps/cli/registry_run.h"

namespace restage::cli {
namespace {

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
    options.list("--algorithm", options_.algorithms, "ZIP",
                 "algorithm archive or folder; with several, the year of diagnosis picks one");
    options.text("--format", options_.format, "FORMAT", "ndjson, csv or naaccr; found out from the input when absent");
    options.text("--output", options_.output_file, "FILE", "write here; the file appears when the run has ended");
    options.text("--issues", options_.issues_file, "FILE",
                 "write every data issue here as CSV; without it the first 20 of a file are shown");
    options.number("--threads", options_.threads, "N",
                   "worker threads (default: all cores); the output is the same for any number");
    options.text("--schema", options_.schema_id, "ID", "use this schema instead of choosing one by site and histology");
    options.number("--current-year", options_.current_year, "YYYY",
                   "the year that counts as now when years of diagnosis are checked");
    options.text("--outputs", options_.outputs, "KEYS",
                 "only these outputs (comma-separated) and the errors that can touch them");
    options.flag("--no-path", options_.no_path, "leave the table path out of NDJSON results");
    options.list("--dictionary", options_.dictionaries, "XML", "NAACCR base or user dictionary to check items against");
    options.flag("--schemas", options_.schemas, "list the schemas");
    options.text("--show", options_.show, "ID", "show a schema or a table to read");
    options.text("--search", options_.search, "TEXT", "find schemas, tables and inputs by a word");
    options.flag("--explain", options_.explain,
                 "tell each case in words: what was read, what was derived and by which rows, what is wrong");
    options.flag("--check", options_.check, "check NAACCR files alone; needs no algorithm");
    options.flag("--compare", options_.compare,
                 "restage NAACCR files that hold derived items and report every difference");
    options.values("--diff", options_.diff, 2, "OLD NEW", "what differs between two versions of an algorithm");
    options.list("--impact", options_.impact, "CASES", "with --diff: which derived values of these cases move");
    options.flag("--json", options_.json,
                 "machine output for --schemas, --show, --search, --compare, --diff and --impact");
    options.positional(options_.files, "FILE", "input files; - is standard input");
  }

  int run(Console& console) override {
    const auto usage = [&](std::string_view message) {
      console.err("restage: ");
      console.err(message);
      console.err("; restage registry --help explains\n");
      return static_cast<int>(kUsage);
    };
    const std::string& format = options_.format;
    if (!format.empty() && format != "ndjson" && format != "csv" && format != "naaccr")
      return usage("--format is ndjson, csv or naaccr");
    if (options_.current_year != 0 && (options_.current_year < 1000 || options_.current_year > 9999))
      return usage("--current-year takes a year of four digits");
    if (options_.threads < 0) return usage("--threads takes a number from 1");
    if (options_.threads == 0) options_.threads = std::max(1U, std::thread::hardware_concurrency());
    options_.threads = std::min<std::int64_t>(options_.threads, 256);
    if (options_.diff.size() > 2) return usage("--diff takes two archives, the old one and the new one");
    if (!options_.diff.empty() && !options_.files.empty()) {
      if (options_.impact.empty()) return usage("--diff compares two archives; give files of cases with --impact");
      options_.impact.insert(options_.impact.end(), options_.files.begin(), options_.files.end());
      options_.files.clear();
    }
    if (!options_.diff.empty())
      return options_.impact.empty() ? run_diff(console, options_) : run_impact(console, options_);
    if (!options_.impact.empty()) return usage("--impact needs --diff OLD NEW");
    if (options_.check)
      return options_.files.empty() ? usage("give the NAACCR files to check") : run_check(console, options_);
    if (options_.algorithms.empty()) return usage("give a SEER algorithm archive, as published, with --algorithm");
    if (options_.schemas || !options_.show.empty() || !options_.search.empty()) return run_show(console, options_);
    if (options_.files.empty() && ::isatty(STDIN_FILENO) != 0)
      return usage("give the files to stage, or - for standard input");
    if (options_.files.empty()) options_.files = {"-"};
    if (options_.compare) return run_compare(console, options_);
    return options_.explain ? run_explain_cases(console, options_) : run_stage(console, options_);
  }

 private:
  RegistryOptions options_;
};

}  // namespace

std::unique_ptr<Command> make_registry_command() { return std::make_unique<RegistryCommand>(); }

}  // namespace restage::cli
