// SPDX-License-Identifier: Apache-2.0
// restage response: response to treatment from lesions, calls or markers, by a named criterion.
#include "apps/cli/shell.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <optional>

#include "base/text.h"
#include "report/json/response_review_json.h"
#include "report/terminal/response_review.h"
#include "service/response/response.h"
#include "service/response/response_output.h"

namespace restage::cli {
namespace {

using service::ResponseFile;

constexpr std::size_t kFlushAt = std::size_t{1} << 16;
constexpr std::size_t kIssuesShown = 40;

class ResponseCommand final : public Command {
 public:
  std::string_view name() const override { return "response"; }
  std::string_view summary() const override {
    return "assess response to treatment by RECIST 1.1 and its family, with every number used";
  }
  std::string_view details() const override {
    return "  restage response --criterion recist-1.1 subject.json\n"
           "  restage response --criterion irecist --policy ipfs_open_iupd=censor --json trial.ndjson\n"
           "  restage response --sdtm study/ --criterion recist-1.1 --rs computed.csv\n"
           "  restage response --sdtm study/ --check\n"
           "  restage response --policies lugano-2014\n"
           "Input: response documents (docs/response-document.md), an SDTM folder, course files; - is standard input.";
  }
  void declare(OptionSet& options) override {
    options.text("--criterion", criterion_, "ID", "criterion; without it recist-1.1. --list shows all");
    options.flag("--list", list_, "list the criteria with version and title");
    options.list("--policy", policies_, "KEY=VALUE", "a choice where publications differ; may be given several times");
    options.text("--policies", show_policies_, "ID",
                 "list the policies of a criterion with default, meaning and source");
    options.flag("--json", json_, "machine output");
    options.text("--sdtm", sdtm_, "DIR", "SDTM folder with TU, TR, RS, DM, DS, LB as CSV");
    options.text("--set", set_, "NAME", "which set of the folder: onco reads tr_onco.csv, tu_onco.csv, rs_onco.csv");
    options.text("--reader", reader_, "NAME", "only this reader, as EVAL or EVAL/EVALID");
    options.flag("--check", check_, "recompute stored responses and list every disagreement with its reason");
    options.text("--rs", outputs_[ResponseFile::Rs], "OUT.csv", "write the computed responses as an RS dataset");
    options.text("--adrs", outputs_[ResponseFile::Adrs], "OUT.csv",
                 "write visit and best responses in the form of ADRS");
    options.text("--adtte", outputs_[ResponseFile::Adtte], "OUT.csv", "write endpoints in the form of ADTTE");
    options.text("--fhir", outputs_[ResponseFile::Fhir], "OUT.json",
                 "write the visits' responses as mCODE cancer disease status, a FHIR Bundle");
    options.text("--html", outputs_[ResponseFile::Page], "OUT", "write a page with all pictures and their numbers");
    options.text("--svg-waterfall", outputs_[ResponseFile::Waterfall], "OUT", "write the picture of best changes");
    options.text("--svg-spider", outputs_[ResponseFile::Spider], "OUT", "write the picture of changes over time");
    options.text("--svg-swimmer", outputs_[ResponseFile::Swimmer], "OUT", "write the picture of time on study");
    options.text("--svg-subject", outputs_[ResponseFile::Subject], "OUT",
                 "write the sums of the first subject of the input");
    options.text("--svg-km", outputs_[ResponseFile::KaplanMeier], "OUT",
                 "write the Kaplan-Meier curve of --km-endpoint");
    options.text("--km-endpoint", km_endpoint_, "NAME", "endpoint of the curve, PFS if not given");
    options.flag("--select-targets", select_targets_,
                 "say which lesions of the baseline qualify as targets and propose the largest; nothing is chosen");
    options.positional(files_, "FILE", "response documents, course files or an SDTM folder");
  }
  int run(Console& console) override {
    if (list_) return list_criteria(console);
    if (!show_policies_.empty()) return list_policies(console);
    const auto choices = choices_of();
    if (!choices) return fail(console, name(), choices.error());
    auto criterion = service::open_criterion(criterion_, *choices);
    if (!criterion) return fail(console, name(), criterion.error());
    if (check_ && sdtm_.empty() && files_.size() != 1)
      return fail(console, name(), "--check compares stored responses; name their folder with --sdtm");
    if (files_.empty() && sdtm_.empty())
      return fail(console, name(), "name a response document, or - for standard input; --help shows examples");
    service::ResponseRequest request{std::move(*criterion), inputs_of(files_), sdtm_, set_, reader_, check_,
                                     select_targets_};
    return Run(*this, console, request).run();
  }

 private:
  /// One run: results as they come, in one document or a table each; kept only where files are to be written.
  class Run {
   public:
    Run(const ResponseCommand& command, Console& console, service::ResponseRequest& request)
        : command_(command), console_(console), request_(request), issues_(console, kIssuesShown) {}

    int run() {
      if (command_.json_ && !command_.select_targets_) document_.emplace(out_, request_.criterion, RESTAGE_VERSION);
      service::ResponseSinks sinks;
      sinks.result = [this](statement::ResponseResult&& result) { add(std::move(result)); };
      sinks.issues = [this](const std::vector<DataIssue>& issues) { tell(issues); };
      sinks.proposal = [this](statement::TargetProposal&& proposal) {
        console_.out(command_.json_ ? report::proposal_json(proposal) : report::proposal_text(proposal));
      };
      const auto done = service::response(request_, sinks);
      if (!done) return fail(console_, command_.name(), done.error());
      finish(done->comparisons);
      if (issues_.unshown() > 0)
        console_.err(fmt::format("restage response: {} more issues; --json lists all\n", issues_.unshown()));
      if (!write_files()) return kUsage;
      return exit_status(done->status);
    }

   private:
    void add(statement::ResponseResult&& result) {
      if (!command_.check_) {
        if (document_)
          document_->add(result);
        else
          out_ += service::response_table(request_.criterion, result, console_.use_color()) + "\n";
        tell(result.issues);
        if (!document_)
          for (const statement::VisitResult& visit : result.visits) tell(visit.issues);
        if (out_.size() >= kFlushAt) flush();
      }
      if (command_.keeps_results()) results_.push_back(std::move(result));
    }
    /// In a document only errors are told beside it.
    void tell(const std::vector<DataIssue>& issues) {
      for (const DataIssue& issue : issues)
        if (!command_.json_ || issue.severity == Severity::Error) issues_.tell(issue);
    }
    void finish(const std::vector<statement::StoredComparison>& comparisons) {
      if (document_)
        document_->finish(comparisons.empty() ? nullptr : &comparisons);
      else if (!command_.select_targets_)
        for (const statement::StoredComparison& each : comparisons)
          if (each.compared > 0) out_ += report::comparison_text(each);
      flush();
    }
    void flush() {
      console_.out(out_);
      out_.clear();
    }
    bool write_files() const {
      for (const auto& [kind, path] : command_.outputs_) {
        if (path.empty() || (kind == ResponseFile::Subject && results_.empty())) continue;
        const std::string content =
            service::response_file(kind, request_.criterion, results_, RESTAGE_VERSION, command_.km_endpoint_);
        if (write_result(console_, command_.name(), path, content, kDone) != kDone) return false;
      }
      return true;
    }

    const ResponseCommand& command_;
    Console& console_;
    service::ResponseRequest& request_;
    IssueTeller issues_;
    std::string out_;
    std::optional<service::ResponseDocument> document_;
    std::vector<statement::ResponseResult> results_;
  };

  bool keeps_results() const {
    return std::any_of(outputs_.begin(), outputs_.end(), [](const auto& output) { return !output.second.empty(); });
  }
  Result<std::vector<std::pair<std::string, std::string>>> choices_of() const {
    std::vector<std::pair<std::string, std::string>> choices;
    for (const std::string& given : policies_) {
      const std::size_t equal = given.find('=');
      if (equal == std::string::npos)
        return Error{ErrorCode::InvalidArgument, "--policy " + given + " has no '='; write KEY=VALUE", ""};
      choices.emplace_back(text::trim(std::string_view(given).substr(0, equal)),
                           text::trim(std::string_view(given).substr(equal + 1)));
    }
    return choices;
  }
  int list_criteria(Console& console) const {
    const auto criteria = service::criteria();
    if (!criteria) return fail(console, name(), criteria.error());
    console.out(json_ ? report::criteria_json(*criteria) : report::criteria_text(*criteria));
    return kDone;
  }
  int list_policies(Console& console) const {
    const auto policies = service::policies(show_policies_);
    if (!policies) return fail(console, name(), policies.error());
    console.out(json_ ? report::policies_json(show_policies_, *policies) : report::policies_text(*policies));
    return kDone;
  }

  std::string criterion_, show_policies_, sdtm_, set_, reader_, km_endpoint_;
  std::vector<std::string> policies_, files_;
  std::map<ResponseFile, std::string> outputs_;  ///< path by kind; empty: not asked for
  bool list_ = false, json_ = false, check_ = false, select_targets_ = false;
};

}  // namespace

std::unique_ptr<Command> make_response_command() { return std::make_unique<ResponseCommand>(); }

}  // namespace restage::cli
