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
  std::string_view summary() const override { return "Response to treatment by RECIST 1.1 and its family, with every number used"; }
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
    options.list("--policy", run_.policies, "KEY=VALUE", "a choice where publications differ; may be given several times");
    options.text("--policies", run_.show_policies, "ID", "list the policies of a criterion with default, meaning and source");
    options.flag("--json", run_.json, "machine output");
    options.positional(run_.files, "FILE", "response documents or course files");
  }
  int run(Console& console) override { return run_response(run_, console); }

 private:
  ResponseRun run_;
};

}  // namespace

std::unique_ptr<Command> make_response_command() { return std::make_unique<ResponseCommand>(); }

}  // namespace restage::cli
