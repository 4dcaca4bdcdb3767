// SPDX-License-Identifier: Apache-2.0
// restage timeline: a patient's record in, the staged course out: terminal, JSON, page, FHIR.
#include "apps/cli/shell.h"

#include <fmt/format.h>

#include <chrono>
#include <cstdlib>
#include <functional>
#include <memory>

#include "apps/cli/result_out.h"
#include "apps/cli/timeline_run.h"
#include "base/json_writer.h"
#include "report/html/page.h"
#include "report/json/timeline_document.h"
#include "report/terminal/terminal.h"
#include "service/course/timeline_bundle.h"

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
  std::string_view name() const override { return "timeline"; }
  std::string_view summary() const override {
    return "stage every time point of a patient's course and show it with its evidence";
  }
  std::string_view details() const override {
    return "Reads FHIR R4 JSON or NDJSON, oBDS 3 XML, course files and SDTM folders; several files are joined by "
           "patient.\n"
           "  restage timeline patient.json                       on the terminal\n"
           "  restage timeline patient.json --html course.html    one self-contained page\n"
           "  restage timeline patient.json --as-of 2023-05-01    what was true by that day\n"
           "  restage timeline patient.json --edition 8,9 --json  two editions side by side";
  }
  void declare(OptionSet& options) override {
    options.flag("--json", json_, "machine output");
    options.text("--html", html_, "OUT", "write a self-contained page");
    options.text("--fhir", fhir_, "OUT", "write an mCODE collection Bundle, one a line for several patients");
    options_.declare(options);
  }

  int run(Console& console) override {
    const int forms = (json_ ? 1 : 0) + (html_.empty() ? 0 : 1) + (fhir_.empty() ? 0 : 1);
    if (forms > 1) return fail(console, name(), "--json, --html and --fhir exclude each other; run it once for each");
    if (options_.files.empty()) return fail(console, name(), "no file given; see restage timeline --help");
    auto request = options_.request();
    if (!request) return fail(console, name(), request.error());
    if (json_) return run_json(console, *request);
    if (!html_.empty()) return run_page(console, *request);
    if (!fhir_.empty()) return run_fhir(console, *request);
    return run_terminal(console, *request);
  }

 private:
  int run_json(Console& console, service::TimelineRequest& request) {
    std::string out;
    report::TimelineDocument document(out, RESTAGE_VERSION);
    const auto done = service::timeline(request, [&](statement::PatientTimeline&& result) {
      document.add(result);
      if (out.size() < kFlushAt) return true;
      console.out(out);
      out.clear();
      return true;
    });
    if (!done) return fail(console, name(), done.error());
    document.finish(done->issues, request.as_of, request.known_by);
    console.out(out + "\n");
    return exit_status(done->status);
  }

  int run_page(Console& console, service::TimelineRequest& request) {
    const report::PageOptions page{RESTAGE_VERSION, service::replay_text(request)};
    std::size_t number = 0;
    return run_to_file(
        console, request, html_,
        [&](const statement::PatientTimeline& patient) {
          const std::string title =
              "Staged course" + (patient.course.patient.empty() ? "" : " of " + patient.course.patient);
          const std::string begin = number == 0 ? report::page_begin(page, title) : "";
          return begin + report::page_patient(patient, "p" + std::to_string(++number));
        },
        [&] { return (number == 0 ? report::page_begin(page, "Staged course") : "") + report::page_end(page); });
  }

  /// One Bundle; several patients give one Bundle a line (NDJSON).
  int run_fhir(Console& console, service::TimelineRequest& request) {
    const std::string recorded = instant();
    return run_to_file(
        console, request, fhir_,
        [&](const statement::PatientTimeline& patient) {
          return service::timeline_bundle(patient, RESTAGE_VERSION, recorded) + "\n";
        },
        [] { return std::string(); });
  }

  /// What `part` makes of each patient and `end` of all, into a file that appears when it is complete.
  int run_to_file(Console& console, service::TimelineRequest& request, const std::string& path,
                  const std::function<std::string(const statement::PatientTimeline&)>& part,
                  const std::function<std::string()>& end) const {
    auto out = ResultOut::open(console, path);
    if (!out) return fail(console, name(), out.error());
    const auto done =
        service::timeline(request, [&](statement::PatientTimeline&& patient) { return out->write(part(patient)); });
    if (!done) return fail(console, name(), done.error());
    if (!out->error().message.empty() || !out->write(end())) return fail(console, name(), out->error());
    if (const auto committed = out->commit(); !committed) return fail(console, name(), committed.error());
    tell(console, done->issues);
    return exit_status(done->status);
  }

  int run_terminal(Console& console, service::TimelineRequest& request) {
    bool first = true;
    const auto done = service::timeline(request, [&](statement::PatientTimeline&& result) {
      if (!first) console.out("\n");
      if (const std::string replay = service::replay_text(request); first && !replay.empty())
        console.out("Replay: " + replay + "\n");
      first = false;
      console.out(report::render_terminal(result, {console.use_color(), console.width()}));
      return true;
    });
    if (!done) return fail(console, name(), done.error());
    tell(console, done->issues);
    if (done->patients == 0) console.err("restage timeline: no patient in the input\n");
    return exit_status(done->status);
  }

  TimelineOptions options_;
  bool json_ = false;
  std::string html_, fhir_;
};

}  // namespace

std::unique_ptr<Command> make_timeline_command() { return std::make_unique<TimelineCommand>(); }

}  // namespace restage::cli
