// SPDX-License-Identifier: Apache-2.0
// restage stage: one case a row in, its stage group out; and what a site asks for, and which packs apply.
#include "apps/cli/shell.h"

#include <fmt/format.h>

#include <algorithm>

#include "apps/cli/result_out.h"
#include "report/json/case_json.h"
#include "report/json/listing_json.h"
#include "report/terminal/listing.h"
#include "service/cases/stage.h"
#include "service/packs/listing.h"

namespace restage::cli {
namespace {

constexpr std::size_t kFlushAt = std::size_t{1} << 17;

class StageCommand final : public Command {
 public:
  std::string_view name() const override { return "stage"; }
  std::string_view summary() const override { return "stage a table of cases (CSV), or show what a site asks for"; }
  std::string_view details() const override {
    return "  restage stage --input cases.csv --output staged.csv\n"
           "  restage stage --from findings cases.csv\n"
           "  restage stage --inputs lung --edition 9\n"
           "  restage stage --which C34.1 8140/3 --diagnosed 2025-03\n"
           "Columns edition,site,classification,t,n,m and any input of the site; empty is unknown\n"
           "(--conventions: what a registrar writes where nothing is said, in the column assumed).\n"
           "Status of a row: determined, ambiguous, no_group, not_applicable, refused.";
  }
  void declare(OptionSet& options) override {
    options.text("--input", input_, "FILE", "cases as CSV; - is standard input");
    options.text("--output", output_, "FILE", "where the result goes; standard output when absent");
    options.text("--from", from_, "WHAT", "categories (default) or findings: derive t, n, m from finding columns");
    options.text("--edition", edition_, "EDITION", "instead of the column edition");
    options.text("--pack", pack_, "ID", "use one pack for every row, also a risk score");
    options.text("--inputs", inputs_, "SITE", "print the inputs of a site with type, unit, values and meaning");
    options.values("--which", which_, 2, "TOPOGRAPHY HISTOLOGY",
                   "list the packs that apply to a primary, with reasons");
    options.text("--diagnosed", diagnosed_, "DATE", "date of diagnosis, for --which");
    options.list("--fact", facts_, "NAME=VALUE", "further fact for --which, such as p16=pos or age=12");
    options.flag("--sites", sites_, "list all site ids with their editions");
    options.text("--packs", packs_, "DIR", "packs of this folder beside and before those of the program");
    options.number("--threads", threads_, "N",
                   "worker threads (default: all cores); the output is the same for any number");
    options.flag("--conventions", conventions_,
                 "empty cells count as a registrar writes them; the column assumed says which");
    options.flag("--json", json_, "machine output: one JSON object a line for cases");
    options.positional(files_, "FILE", "cases as CSV, when --input is not given");
  }
  int run(Console& console) override {
    if (const std::string problem = problem_of_options(); !problem.empty()) return fail(console, name(), problem);
    auto packs = service::open_packs(packs_);
    if (!packs) return fail(console, name(), packs.error());
    if (sites_) return list_sites(console, *packs);
    if (!which_.empty()) return list_packs(console, *packs);
    const std::string input = input_.empty() && !files_.empty() ? files_.front() : input_;
    if (!inputs_.empty() || (!pack_.empty() && input.empty())) return list_inputs(console, *packs);
    if (input.empty())
      return fail(console, name(),
                  "name a file of cases with --input (- is standard input), or ask with --inputs, --which, --sites");
    return stage(console, {service::Input::path(input), from_ == "findings", edition_, pack_, std::move(*packs),
                           static_cast<std::size_t>(threads_), conventions_});
  }

 private:
  std::string problem_of_options() const {
    const int questions =
        int{sites_} + int{!inputs_.empty()} + int{!which_.empty()} + int{!input_.empty() || !files_.empty()};
    if (questions > 1) return "ask one thing at a time: --sites, --inputs, --which or a file of cases";
    if (which_.empty() && (!diagnosed_.empty() || !facts_.empty()))
      return "--diagnosed and --fact belong to --which; in a file of cases they are columns";
    if (!inputs_.empty() && !pack_.empty())
      return "--inputs asks for a site, --pack alone for a pack; give one of them";
    if (threads_ < 0) return "--threads takes a whole number, or 0 for all cores";
    if (from_ != "categories" && from_ != "findings") return "--from takes categories or findings, not `" + from_ + "`";
    if (files_.size() + (input_.empty() ? 0 : 1) > 1) return "give one file, with --input or alone";
    return {};
  }

  int list_sites(Console& console, const service::RulePacks& packs) const {
    const auto sites = service::sites(packs);
    if (!sites) return fail(console, name(), sites.error());
    console.out(json_ ? report::sites_json(*sites) : report::sites_text(*sites));
    return kDone;
  }

  int list_inputs(Console& console, const service::RulePacks& packs) const {
    const auto inputs = service::inputs({inputs_, edition_, pack_, packs});
    if (!inputs) return fail(console, name(), inputs.error());
    console.out(json_ ? report::inputs_json(*inputs)
                      : report::inputs_text(*inputs, static_cast<std::size_t>(std::clamp(console.width(), 60, 100))));
    return kDone;
  }

  int list_packs(Console& console, const service::RulePacks& packs) const {
    const auto answer = service::which({which_[0], which_[1], diagnosed_, edition_, facts_, packs});
    if (!answer) return fail(console, name(), answer.error());
    for (const std::string& note : answer->notes) console.err("restage stage: " + note + "\n");
    console.out(json_ ? report::applying_packs_json(*answer) : report::applying_packs_text(*answer));
    return kDone;
  }

  int stage(Console& console, service::StageRequest request) const {
    auto out = ResultOut::open(console, output_);
    if (!out) return fail(console, name(), out.error());
    std::string lines;
    const auto done = json_ ? service::stage_cases(request,
                                                   [&](const statement::StagedCase& staged) {
                                                     report::append_case_json(lines, staged);
                                                     return lines.size() < kFlushAt || hand_over(*out, lines);
                                                   })
                            : service::stage_table(request, [&](std::string_view bytes) { return out->write(bytes); });
    if (!done) return fail(console, name(), out->error().message.empty() ? done.error() : out->error());
    if (!hand_over(*out, lines)) return fail(console, name(), out->error());
    if (const auto committed = out->commit(); !committed) return fail(console, name(), committed.error());
    tell_outcome(console, request.cases.name(), *done);
    return done->cut ? kUsage : exit_status(done->status);
  }

  static bool hand_over(ResultOut& out, std::string& lines) {
    const bool taken = lines.empty() || out.write(lines);
    lines.clear();
    return taken;
  }

  void tell_outcome(Console& console, const std::string& input, const service::StageOutcome& outcome) const {
    std::string unused;
    for (const service::UnusedColumn& column : outcome.unused_columns)
      unused += " " + column.name + (column.near.empty() ? "" : " (did you mean " + column.near.front() + "?)");
    if (!unused.empty())
      console.err("restage stage: " + input + ": columns that no pack used, carried through:" + unused + "\n");
    if (outcome.refused > 0)
      console.err(fmt::format("restage stage: {}: {} of {} rows refused; their message says why\n", input,
                              outcome.refused, outcome.rows));
    if (outcome.cut) fail(console, name(), input + ": " + outcome.cut->text());
  }

  std::string input_, output_, from_ = "categories", edition_, pack_, inputs_, diagnosed_, packs_;
  std::vector<std::string> which_, files_, facts_;
  std::int64_t threads_ = 0;
  bool sites_ = false;
  bool json_ = false;
  bool conventions_ = false;
};

}  // namespace

std::unique_ptr<Command> make_stage_command() { return std::make_unique<StageCommand>(); }

}  // namespace restage::cli
