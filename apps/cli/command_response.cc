// SPDX-License-Identifier: Apache-2.0
// restage response: response to treatment from lesions, calls or markers, by a named criterion.
#include <fmt/format.h>

#include "apps/cli/command.h"
#include "apps/cli/response_run.h"
#include "base/text.h"

namespace restage::cli {
namespace {

class ResponseCommand final : public Command {
 public:
  std::string_view name() const override { return "response"; }
  std::string_view summary() const override {
    return "Response to treatment by RECIST 1.1 and its family, with every number used";
  }
  std::string_view details() const override {
    return "Examples:\n"
           "  restage response --criterion recist-1.1 subject.json\n"
           "  restage response --criterion irecist --policy ipfs_open_iupd=censor --json trial.ndjson\n"
           "  restage response --sdtm study/ --criterion recist-1.1 --rs computed.csv\n"
           "  restage response --sdtm study/ --check\n"
           "  restage response --policies lugano-2014\n"
           "Input: response documents (docs/response-document.md), an SDTM folder, course files; - is standard input.";
  }
  void declare(OptionSet& options) override {
    options.text("--criterion", run_.criterion, "ID", "criterion; without it recist-1.1. --list shows all");
    options.flag("--list", run_.list, "list the criteria with version and title");
    options.list("--policy", run_.policies, "KEY=VALUE",
                 "a choice where publications differ; may be given several times");
    options.text("--policies", run_.show_policies, "ID",
                 "list the policies of a criterion with default, meaning and source");
    options.flag("--json", run_.json, "machine output");
    options.text("--sdtm", run_.sdtm, "DIR", "SDTM folder with TU, TR, RS, DM, DS, LB as CSV");
    options.text("--set", run_.set, "NAME",
                 "which set of the folder: onco reads tr_onco.csv, tu_onco.csv, rs_onco.csv");
    options.text("--reader", run_.reader, "NAME", "only this reader, as EVAL or EVAL/EVALID");
    options.flag("--check", run_.check, "recompute stored responses and list every disagreement with its reason");
    options.text("--rs", run_.rs, "OUT.csv", "write the computed responses as an RS dataset");
    options.text("--adrs", run_.adrs, "OUT.csv", "write visit and best responses in the form of ADRS");
    options.text("--adtte", run_.adtte, "OUT.csv", "write endpoints in the form of ADTTE");
    options.text("--fhir", run_.fhir, "OUT.json",
                 "write the visits' responses as mCODE cancer disease status, a FHIR Bundle");
    options.text("--html", run_.html, "OUT", "write a page with all pictures and their numbers");
    options.text("--svg-waterfall", run_.svg_waterfall, "OUT", "write the picture of best changes");
    options.text("--svg-spider", run_.svg_spider, "OUT", "write the picture of changes over time");
    options.text("--svg-swimmer", run_.svg_swimmer, "OUT", "write the picture of time on study");
    options.text("--svg-subject", run_.svg_subject, "OUT", "write the sums of the first subject of the input");
    options.text("--svg-km", run_.svg_km, "OUT", "write the Kaplan-Meier curve of --km-endpoint");
    options.text("--km-endpoint", run_.km_endpoint, "NAME", "endpoint of the curve, PFS if not given");
    options.flag("--select-targets", run_.select_targets,
                 "say which lesions of the baseline qualify as targets and propose the largest; nothing is chosen");
    options.positional(run_.files, "FILE", "response documents or course files");
  }
  int run(Console& console) override { return run_response(run_, console); }

 private:
  ResponseRun run_;
};

}  // namespace

std::unique_ptr<Command> make_response_command() { return std::make_unique<ResponseCommand>(); }

}  // namespace restage::cli
