// SPDX-License-Identifier: Apache-2.0
// restage markers: series of tumor markers, their arithmetic and the rules on them; single formulas.
#include "apps/cli/shell.h"

#include <memory>

#include "report/json/markers_json.h"
#include "report/terminal/markers_text.h"
#include "service/markers/markers.h"

namespace restage::cli {
namespace {

class MarkersCommand final : public Command {
 public:
  std::string_view name() const override { return "markers"; }
  std::string_view summary() const override {
    return "series of tumor markers: doubling time, half-life, and what the rules of guidelines say at a day";
  }
  std::string_view details() const override {
    return "Reads what timeline reads. Where guidelines differ every rule is shown; --policy keeps one of them.\n"
           "  restage markers patient.toml --as-of 2023-05-01\n"
           "  restage markers patient.toml --policy psa_rp=EAU,cea=FACS --json\n"
           "  restage markers --formula egfr --input '{\"sex\":\"female\",\"age\":50,\"creatinine_mg_per_dl\":0.7}'";
  }
  void declare(OptionSet& options) override {
    options.text("--as-of", request_.as_of, "DATE", "use only what was true by this day");
    options.text("--known-by", request_.known_by, "DATE", "use only what had been recorded by this day");
    options.text("--policy", request_.policy, "KEY=WORD,...", "the rule that counts where guidelines differ");
    options.text("--formula", formula_, "KIND", "answer one formula instead of a course");
    options.text("--input", input_, "JSON", "the input of the formula, a JSON object");
    options.flag("--json", json_, "machine output");
    options.positional(files_, "FILE", "files to read, - for standard input");
  }
  int run(Console& console) override {
    if (!formula_.empty()) return run_formula(console);
    if (files_.empty()) return fail(console, name(), "no file given; see restage markers --help");
    request_.inputs = inputs_of(files_);
    request_.spill_folder = spill_folder();
    std::vector<statement::PatientMarkers> patients;
    const auto done = service::markers(request_, [&](statement::PatientMarkers&& patient) {
      if (!json_) {
        console.out(report::markers_text(patient));
        tell(console, patient.issues);
      } else {
        patients.push_back(std::move(patient));
      }
      return true;
    });
    if (!done) return fail(console, name(), done.error());
    if (json_) console.out(report::markers_json(patients));
    tell(console, done->issues);
    return exit_status(done->status);
  }

 private:
  int run_formula(Console& console) {
    const auto result = service::marker_formula(formula_, input_);
    if (!result) return fail(console, name(), result.error());
    console.out(json_ ? report::formula_json(*result) : report::formula_text(*result));
    return kDone;
  }

  service::MarkersRequest request_;
  std::string formula_, input_;
  bool json_ = false;
  std::vector<std::string> files_;
};

}  // namespace

std::unique_ptr<Command> make_markers_command() { return std::make_unique<MarkersCommand>(); }

}  // namespace restage::cli
