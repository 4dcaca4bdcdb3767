// SPDX-License-Identifier: Apache-2.0
// restage followup: what guidelines ask for after treatment, on a day: terminal, JSON, calendar, list of overdue tasks.
#include "apps/cli/shell.h"

#include <memory>

#include "report/json/followup_json.h"
#include "report/terminal/followup_text.h"
#include "service/followup/calendar.h"
#include "service/followup/followup.h"

namespace restage::cli {
namespace {

constexpr std::size_t kFlushAt = std::size_t{1} << 16;

class FollowUpCommand final : public Command {
 public:
  std::string_view name() const override { return "followup"; }
  std::string_view summary() const override { return "what guidelines ask for after treatment, and what is due"; }
  std::string_view details() const override {
    return "  restage followup patient.toml --as-of 2024-06-01                  those that apply, side by side\n"
           "  restage followup patient.toml --as-of 2024-06-01 --guideline ASCO-breast-2013 --json\n"
           "  restage followup patient.toml --as-of 2024-06-01 --ics calendar.ics\n"
           "  restage followup *.json --as-of 2024-06-01 --overdue              what is past its time, the worst "
           "first\n"
           "Months are counted from --anchor, or from the day each guideline names. Due windows are the guideline's "
           "own;\n"
           "a task counts as overdue a quarter of its interval later.";
  }
  void declare(OptionSet& options) override {
    options.text("--as-of", request_.as_of, "DATE", "the day of the question");
    options.text("--guideline", request_.guideline, "ID", "one guideline by name-year, or by name for the newest");
    options.text("--anchor", request_.anchor, "DATE", "the day months are counted from");
    options.flag("--json", json_, "machine output");
    options.text("--ics", calendar_, "OUT", "write a calendar of what is due");
    options.flag("--overdue", overdue_, "list what is past its time");
    options.text("--packs", packs_, "DIR", "packs of this folder beside and before those of the program");
    options.number("--threads", threads_, "N",
                   "worker threads (default: all cores); the output is the same for any number");
    options.positional(files_, "FILE", "files to read, - for standard input");
  }

  int run(Console& console) override {
    if (files_.empty()) return fail(console, name(), "no file given; see restage followup --help");
    if (request_.as_of.empty()) return fail(console, name(), "give the day of the question with --as-of");
    if (threads_ < 0) return fail(console, name(), "--threads takes a whole number, or 0 for all cores");
    if (!calendar_.empty() && (json_ || overdue_))
      return fail(console, name(), "--ics excludes --json and --overdue; run it once for each");
    auto packs = service::open_packs(packs_);
    if (!packs) return fail(console, name(), packs.error());
    request_.packs = std::move(*packs);
    request_.inputs = inputs_of(files_);
    request_.threads = static_cast<std::size_t>(threads_);
    request_.spill_folder = spill_folder();
    if (!calendar_.empty()) return run_calendar(console);
    if (overdue_) return run_overdue(console);
    return json_ ? run_json(console) : run_terminal(console);
  }

 private:
  int run_json(Console& console) {
    std::string out;
    report::FollowUpDocument document(out, RESTAGE_VERSION, request_.as_of);
    const auto done = service::follow_up(request_, [&](service::PatientFollowUp&& patient) {
      document.add(report::followup_patient(patient.patient, patient.tumors, patient.issues));
      if (out.size() < kFlushAt) return true;
      console.out(out);
      out.clear();
      return true;
    });
    if (!done) return fail(console, name(), done.error());
    document.finish(done->issues);
    console.out(out + "\n");
    return exit_status(done->status);
  }

  int run_overdue(Console& console) {
    std::vector<statement::OverdueTask> tasks;
    const auto as_of = PartialDate::parse(request_.as_of).value_or(PartialDate{});
    const auto done = service::follow_up(request_, [&](service::PatientFollowUp&& patient) {
      service::add_overdue(patient, as_of, tasks);
      return true;
    });
    if (!done) return fail(console, name(), done.error());
    service::sort_overdue(tasks);
    console.out(json_ ? report::overdue_json(tasks, RESTAGE_VERSION, request_.as_of) + "\n"
                      : report::overdue_text(tasks));
    tell(console, done->issues);
    return exit_status(done->status);
  }

  int run_calendar(Console& console) {
    service::CalendarOfTasks calendar(RESTAGE_VERSION, request_.as_of);
    const auto done = service::follow_up(request_, [&](service::PatientFollowUp&& patient) {
      calendar.add(patient);
      return true;
    });
    if (!done) return fail(console, name(), done.error());
    tell(console, done->issues);
    return write_result(console, name(), calendar_, std::move(calendar).text(), exit_status(done->status));
  }

  int run_terminal(Console& console) {
    const auto done = service::follow_up(request_, [&](service::PatientFollowUp&& patient) {
      console.out(report::followup_text(patient.patient, patient.tumors, patient.issues));
      return true;
    });
    if (!done) return fail(console, name(), done.error());
    tell(console, done->issues);
    return exit_status(done->status);
  }

  service::FollowUpRequest request_;
  std::vector<std::string> files_;
  std::string calendar_, packs_;
  bool json_ = false, overdue_ = false;
  std::int64_t threads_ = 0;
};

}  // namespace

std::unique_ptr<Command> make_followup_command() { return std::make_unique<FollowUpCommand>(); }

}  // namespace restage::cli
