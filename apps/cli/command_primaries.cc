// SPDX-License-Identifier: Apache-2.0
// restage primaries: a table of pairs of tumors, each one primary or two.
#include "apps/cli/shell.h"

#include <memory>

#include "apps/cli/result_out.h"
#include "service/primaries/primaries.h"

namespace restage::cli {
namespace {

class PrimariesCommand final : public Command {
 public:
  std::string_view name() const override { return "primaries"; }
  std::string_view summary() const override { return "whether pairs of tumors in a table are one primary or two"; }
  std::string_view details() const override {
    return "Columns year, month, day, site, hist, beh and lat, each with 1 and with 2 at its end, as registries code "
           "them.\n"
           "The table comes back with result (single, multiple, questionable), step and reason.\n"
           "  restage primaries --input pairs.csv --output answers.csv\n"
           "  restage primaries --input pairs.csv --rules IARC";
  }
  void declare(OptionSet& options) override {
    options.text("--input", input_, "FILE", "table of pairs, - for standard input");
    options.text("--output", output_, "FILE", "where the table goes; otherwise standard output");
    options.text("--rules", rules_, "NAME", "SEER (the default), IARC, Martini or ACCP");
    options.text("--packs", packs_, "DIR", "a folder of packs beside and before those of the program");
  }
  int run(Console& console) override {
    if (input_.empty()) return fail(console, name(), "no table given; see restage primaries --help");
    service::PrimariesRequest request{service::Input::path(input_), rules_, {}};
    auto packs = service::open_packs(packs_);
    if (!packs) return fail(console, name(), packs.error());
    request.packs = std::move(*packs);
    auto out = ResultOut::open(console, output_);
    if (!out) return fail(console, name(), out.error());
    const auto done = service::primaries(request, [&](std::string_view text) { return out->write(text); });
    if (!out->error().message.empty()) return fail(console, name(), out->error());
    if (!done) return fail(console, name(), done.error());
    if (const auto committed = out->commit(); !committed) return fail(console, name(), committed.error());
    return exit_status(done->status);
  }

 private:
  std::string input_, output_, packs_;
  std::string rules_ = "SEER";
};

}  // namespace

std::unique_ptr<Command> make_primaries_command() { return std::make_unique<PrimariesCommand>(); }

}  // namespace restage::cli
