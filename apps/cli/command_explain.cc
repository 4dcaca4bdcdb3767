// SPDX-License-Identifier: Apache-2.0
// restage explain: the rule chain of any statement: inputs with their evidence, rows with their sources, what was
// refused and why.
#include <memory>

#include "apps/cli/timeline_run.h"
#include "report/terminal/explain.h"

namespace restage::cli {
namespace {

class ExplainCommand final : public Command {
 public:
  ExplainCommand() { run_.command = "explain"; }
  std::string_view name() const override { return "explain"; }
  std::string_view summary() const override { return "print the rule chain of the statements of a course"; }
  std::string_view details() const override {
    return "  restage explain patient.json                      every statement\n"
           "  restage explain patient.json --statement yp       those whose id contains yp";
  }
  void declare(OptionSet& options) override {
    options.text("--statement", statement_, "ID", "this statement: its id as in --json, or a part of it");
    run_.declare(options);
  }
  int run(Console& console) override {
    std::size_t found = 0;
    const RunOutcome outcome = run_timeline(run_, console, [&](statement::PatientTimeline&& result) {
      for (const statement::TumorTimeline& tumor : result.tumors)
        for (const statement::Statement& statement : tumor.statements) {
          if (!statement_.empty() && !matches(statement.id)) continue;
          if (found++ > 0) console.out("\n");
          console.out(report::explain(statement, result.course, {console.use_color(), console.width()}));
        }
    });
    if (outcome.status == kUsage) return kUsage;
    if (found == 0) {
      console.err(statement_.empty()
                      ? "restage explain: no statement in this course\n"
                      : "restage explain: no statement " + statement_ + "; restage timeline --json lists the ids\n");
      return statement_.empty() ? outcome.status : kUsage;
    }
    return outcome.status;
  }

 private:
  bool matches(const std::string& id) const {
    if (id == statement_) return true;
    // A classification alone (c, yp) names the part between two slashes, not any letter of the id.
    return statement_.find('/') != std::string::npos
               ? id.find(statement_) != std::string::npos
               : ("/" + id + "/").find("/" + statement_ + "/") != std::string::npos;
  }

  TimelineRun run_;
  std::string statement_;
};

}  // namespace

std::unique_ptr<Command> make_explain_command() { return std::make_unique<ExplainCommand>(); }

}  // namespace restage::cli
