// SPDX-License-Identifier: Apache-2.0
// restage readiness: what a final stage still needs, and whether the planned tests suit this person.
#include "apps/cli/shell.h"

#include <memory>
#include <utility>

#include "report/json/readiness_document.h"
#include "report/terminal/readiness_text.h"
#include "service/readiness/readiness.h"

namespace restage::cli {
namespace {

constexpr std::size_t kFlushAt = std::size_t{1} << 16;

class ReadinessCommand final : public Command {
 public:
  std::string_view name() const override { return "readiness"; }
  std::string_view summary() const override {
    return "what is missing before a stage is final, and whether planned tests suit this person";
  }
  std::string_view details() const override {
    return "Uses only what had been true and recorded by the day. Every [[plan]] of a course gets a verdict: ok, "
           "note,\n"
           "timing, warn, ask or block, with alternatives and what is lost by each.\n"
           "  restage readiness patient.toml --as-of 2024-05-10";
  }
  void declare(OptionSet& options) override {
    options.text("--as-of", as_of_, "DATE", "the day that is asked for");
    options.flag("--json", json_, "machine output");
    options.text("--packs", packs_, "DIR", "a folder of packs beside and before those of the program");
    options.text("--patient", patient_, "ID", "this patient only");
    options.positional(files_, "FILE", "files to read, - for standard input");
  }
  int run(Console& console) override {
    if (files_.empty()) return fail(console, name(), "no file given; see restage readiness --help");
    service::ReadinessRequest request;
    request.inputs = inputs_of(files_);
    request.as_of = as_of_;
    request.patient = patient_;
    request.spill_folder = spill_folder();
    if (!packs_.empty()) {
      auto packs = service::open_packs(packs_);
      if (!packs) return fail(console, name(), packs.error());
      request.packs = std::move(*packs);
    }
    return json_ ? run_json(console, request) : run_terminal(console, request);
  }

 private:
  int run_json(Console& console, service::ReadinessRequest& request) {
    std::string out;
    report::ReadinessDocument document(out, RESTAGE_VERSION, request.as_of);
    const auto done = service::readiness(request, [&](statement::PatientReadiness&& patient) {
      document.add(patient);
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

  int run_terminal(Console& console, service::ReadinessRequest& request) {
    bool first = true;
    const auto done = service::readiness(request, [&](statement::PatientReadiness&& patient) {
      if (!std::exchange(first, false)) console.out("\n");
      console.out(report::readiness_text(patient, console.use_color()));
      tell(console, patient.issues);
      return true;
    });
    if (!done) return fail(console, name(), done.error());
    tell(console, done->issues);
    if (done->patients == 0) console.err("restage readiness: no patient in the input\n");
    return exit_status(done->status);
  }

  bool json_ = false;
  std::string as_of_, packs_, patient_;
  std::vector<std::string> files_;
};

}  // namespace

std::unique_ptr<Command> make_readiness_command() { return std::make_unique<ReadinessCommand>(); }

}  // namespace restage::cli
