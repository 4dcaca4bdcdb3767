// SPDX-License-Identifier: Apache-2.0
// restage suspect: red flags and the suspicion of recurrence at a day.
#include "apps/cli/shell.h"

#include <memory>
#include <utility>

#include "report/json/suspicion_document.h"
#include "report/terminal/suspicion_text.h"
#include "service/suspicion/suspect.h"

namespace restage::cli {
namespace {

constexpr std::size_t kFlushAt = std::size_t{1} << 16;

class SuspectCommand final : public Command {
 public:
  std::string_view name() const override { return "suspect"; }
  std::string_view summary() const override {
    return "what complaints, values and images make one suspect, how urgent it is and what would settle it";
  }
  std::string_view details() const override {
    return "Uses only what had been true and recorded by the day. A suspicion never changes a state.\n"
           "  restage suspect patient.toml --as-of 2024-05-10\n"
           "  restage suspect patient.toml --as-of 2024-05-10 --policy psa_rp=EAU,cea=FACS --json";
  }
  void declare(OptionSet& options) override {
    options.text("--as-of", as_of_, "DATE", "the day that is asked for");
    options.list("--policy", policies_, "KEY=VALUE,...", "choices where guidelines differ");
    options.flag("--json", json_, "machine output");
    options.text("--packs", packs_, "DIR", "a folder of packs beside and before those of the program");
    options.text("--patient", patient_, "ID", "this patient only");
    options.positional(files_, "FILE", "files to read, - for standard input");
  }
  int run(Console& console) override {
    if (files_.empty()) return fail(console, name(), "no file given; see restage suspect --help");
    auto request = request_of();
    if (!request) return fail(console, name(), request.error());
    return json_ ? run_json(console, *request) : run_terminal(console, *request);
  }

 private:
  Result<service::SuspectRequest> request_of() const {
    service::SuspectRequest request;
    request.inputs = inputs_of(files_);
    request.as_of = as_of_;
    request.patient = patient_;
    request.spill_folder = spill_folder();
    for (const std::string& given : policies_)
      for (const std::string& choice : list_of(given)) {
        const std::size_t equals = choice.find('=');
        if (equals == std::string::npos || equals == 0)
          return Error{ErrorCode::InvalidArgument, "write KEY=VALUE", "--policy " + choice};
        request.policy.emplace_back(choice.substr(0, equals), choice.substr(equals + 1));
      }
    if (packs_.empty()) return request;
    auto packs = service::open_packs(packs_);
    if (!packs) return std::move(packs).error();
    request.packs = std::move(*packs);
    return request;
  }

  int run_json(Console& console, service::SuspectRequest& request) {
    std::string out;
    report::SuspicionDocument document(out, RESTAGE_VERSION, request.as_of);
    const auto done = service::suspect(request, [&](statement::PatientSuspicion&& patient) {
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

  int run_terminal(Console& console, service::SuspectRequest& request) {
    bool first = true;
    const auto done = service::suspect(request, [&](statement::PatientSuspicion&& patient) {
      if (!std::exchange(first, false)) console.out("\n");
      console.out(report::suspicion_text(patient, console.use_color()));
      tell(console, patient.issues);
      return true;
    });
    if (!done) return fail(console, name(), done.error());
    tell(console, done->issues);
    if (done->patients == 0) console.err("restage suspect: no patient in the input\n");
    return exit_status(done->status);
  }

  bool json_ = false;
  std::string as_of_, packs_, patient_;
  std::vector<std::string> files_, policies_;
};

}  // namespace

std::unique_ptr<Command> make_suspect_command() { return std::make_unique<SuspectCommand>(); }

}  // namespace restage::cli
