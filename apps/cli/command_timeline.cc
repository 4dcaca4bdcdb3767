// SPDX-License-Identifier: Apache-2.0
// restage timeline: a patient's record in, the staged course out: terminal, JSON, page, FHIR.
#include <fmt/format.h>

#include <chrono>
#include <cstdlib>
#include <memory>

#include "apps/cli/timeline_run.h"
#include "base/output_file.h"
#include "base/printable.h"
#include "base/text.h"
#include "formats/fhir/stage_codes.h"
#include "formats/fhir/writer/timeline_bundle.h"
#include "report/html/page.h"
#include "report/json/timeline_json.h"
#include "report/terminal/terminal.h"
#include "report/words/wording.h"

namespace restage::cli {
namespace {

constexpr std::size_t kFlushAt = std::size_t{1} << 16;

/// Now, or SOURCE_DATE_EPOCH for reproducible output, as an instant.
std::string instant() {
  const char* fixed = std::getenv("SOURCE_DATE_EPOCH");
  const long long seconds =
      fixed != nullptr
          ? std::atoll(fixed)
          : std::chrono::duration_cast<std::chrono::seconds>(std::chrono::system_clock::now().time_since_epoch())
                .count();
  const long long of_day = seconds % 86400;
  return fmt::format("{}T{:02}:{:02}:{:02}Z", PartialDate::from_day(static_cast<Day>(seconds / 86400)).text(),
                     of_day / 3600, of_day / 60 % 60, of_day % 60);
}

class TimelineCommand final : public Command {
 public:
  TimelineCommand() { run_.command = "timeline"; }
  std::string_view name() const override { return "timeline"; }
  std::string_view summary() const override {
    return "stage every time point of a patient's course and show it with its evidence";
  }
  std::string_view details() const override {
    return "Reads FHIR R4 JSON or NDJSON, oBDS 3 XML and course files; several files are joined by patient.\n"
           "  restage timeline patient.json                       on the terminal\n"
           "  restage timeline patient.json --html course.html    one self-contained page\n"
           "  restage timeline patient.json --as-of 2023-05-01    what was true by that day\n"
           "  restage timeline patient.json --edition 8,9 --json  two editions side by side";
  }
  void declare(OptionSet& options) override {
    options.flag("--json", json_, "machine output");
    options.text("--html", html_, "OUT", "write a self-contained page");
    options.text("--fhir", fhir_, "OUT", "write an mCODE collection Bundle, one a line for several patients");
    run_.declare(options);
  }

  int run(Console& console) override {
    const int forms = (json_ ? 1 : 0) + (html_.empty() ? 0 : 1) + (fhir_.empty() ? 0 : 1);
    if (forms > 1) {
      console.err("restage timeline: --json, --html and --fhir exclude each other; run it once for each\n");
      return kUsage;
    }
    if (json_) return run_json(console);
    if (!html_.empty()) return run_page(console);
    if (!fhir_.empty()) return run_fhir(console);
    return run_terminal(console);
  }

 private:
  static void tell(Console& console, const std::vector<DataIssue>& issues) {
    for (const DataIssue& issue : issues)
      console.err(text::printable(
          fmt::format("{}: {}: {} ({})\n", to_string(issue.severity), issue.path, issue.message, issue.remedy), false));
  }

  int run_json(Console& console) {
    std::string out;
    JsonWriter json(out);
    json.begin_object().member("restage", RESTAGE_VERSION).key("patients").begin_array();
    const RunOutcome outcome = run_timeline(run_, console, [&](statement::PatientTimeline&& result) {
      report::write_patient(json, result);
      if (out.size() < kFlushAt) return;
      console.out(out);
      out.clear();
    });
    if (outcome.status == kUsage) return kUsage;
    json.end_array().key("data_issues").begin_array();
    for (const DataIssue& issue : outcome.input_issues) report::write_issue(json, issue);
    json.end_array();
    json.key("replay")
        .begin_object()
        .member_or_null("as_of", run_.as_of)
        .member_or_null("known_by", run_.known_by)
        .end_object();
    json.end_object();
    console.out(out + "\n");
    return outcome.status;
  }

  int run_page(Console& console) {
    const report::PageOptions options{RESTAGE_VERSION, replay_text(run_)};
    std::string body;
    std::string title = "Staged course";
    std::size_t number = 0;
    const RunOutcome outcome = run_timeline(run_, console, [&](statement::PatientTimeline&& result) {
      if (number == 0 && !result.course.patient.empty()) title += " of " + result.course.patient;
      body += report::page_patient(result, "p" + std::to_string(++number));
    });
    if (outcome.status == kUsage) return kUsage;
    tell(console, outcome.input_issues);
    return write_out(console, html_, report::page_begin(options, title) + body + report::page_end(options),
                     outcome.status);
  }

  /// One Bundle; several patients give one Bundle a line (NDJSON).
  int run_fhir(Console& console) {
    const fhir::FhirOptions options{
        RESTAGE_VERSION,
        instant(),
        {report::categories_text, report::group_text, report::edition_text, report::caution_text, report::tumor_title}};
    std::string out;
    const RunOutcome outcome = run_timeline(
        run_, console, [&](statement::PatientTimeline&& result) { out += fhir::fhir_bundle(result, options) + "\n"; });
    if (outcome.status == kUsage) return kUsage;
    tell(console, outcome.input_issues);
    return write_out(console, fhir_, out, outcome.status);
  }

  static int write_out(Console& console, const std::string& path, const std::string& content, int status) {
    if (path == "-") {
      console.out(content);
      return status;
    }
    if (const auto written = write_file(path, content); !written) {
      console.err("restage timeline: " + written.error().text() + "\n");
      return kUsage;
    }
    return status;
  }

  int run_terminal(Console& console) {
    bool first = true;
    const RunOutcome outcome = run_timeline(run_, console, [&](statement::PatientTimeline&& result) {
      if (!first) console.out("\n");
      if (first && !replay_text(run_).empty()) console.out("Replay: " + replay_text(run_) + "\n");
      first = false;
      console.out(report::render_terminal(result, {console.use_color(), console.width()}));
    });
    if (outcome.status == kUsage) return kUsage;
    tell(console, outcome.input_issues);
    if (outcome.patients == 0) console.err("restage timeline: no patient in the input\n");
    return outcome.status;
  }

  TimelineRun run_;
  bool json_ = false;
  std::string html_, fhir_;
};

}  // namespace

std::unique_ptr<Command> make_timeline_command() { return std::make_unique<TimelineCommand>(); }

}  // namespace restage::cli
