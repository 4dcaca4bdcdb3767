// SPDX-License-Identifier: Apache-2.0
// restage explain: the rule chain of any statement: inputs with their evidence, rows with their sources, what was
// refused and why.
#include "apps/cli/shell.h"

#include <memory>

#include "apps/cli/timeline_run.h"
#include "base/json_writer.h"
#include "report/json/timeline_json.h"
#include "report/terminal/explain.h"
#include "service/course/explain.h"

namespace restage::cli {
namespace {

class ExplainCommand final : public Command {
 public:
  std::string_view name() const override { return "explain"; }
  std::string_view summary() const override { return "print the rule chain of the statements of a course"; }
  std::string_view details() const override {
    return "  restage explain patient.json                      every statement\n"
           "  restage explain patient.json --statement yp       those whose id contains yp";
  }
  void declare(OptionSet& options) override {
    options.text("--statement", statement_, "ID", "this statement: its id as in --json, or a part of it");
    options.flag("--json", json_, "machine output");
    options_.declare(options);
  }
  int run(Console& console) override {
    if (options_.files.empty()) return fail(console, name(), "no file given; see restage explain --help");
    auto timeline = options_.request();
    if (!timeline) return fail(console, name(), timeline.error());
    service::ExplainRequest request{std::move(*timeline), statement_};
    return json_ ? run_json(console, request) : run_terminal(console, request);
  }

 private:
  int run_terminal(Console& console, service::ExplainRequest& request) const {
    bool first = true;
    const auto done = service::explain(
        request, [&](const statement::Statement& statement, const statement::TumorTimeline&, const Course& course) {
          if (!first) console.out("\n");
          first = false;
          console.out(report::explain(statement, course, {console.use_color(), console.width()}));
        });
    if (!done) return fail(console, name(), done.error());
    if (done->statements == 0) console.err("restage explain: no statement in this course\n");
    return exit_status(done->timeline.status);
  }

  int run_json(Console& console, service::ExplainRequest& request) const {
    std::string out;
    JsonWriter json(out);
    json.begin_object().member("restage", RESTAGE_VERSION).key("statements").begin_array();
    const auto done = service::explain(request, [&](const statement::Statement& statement,
                                                    const statement::TumorTimeline& tumor, const Course& course) {
      json.begin_object().member_or_null("patient", course.patient).member("tumor", tumor.tumor.id);
      json.key("statement");
      report::write_statement(json, statement);
      json.end_object();
    });
    if (!done) return fail(console, name(), done.error());
    json.end_array().key("data_issues").begin_array();
    for (const DataIssue& issue : done->timeline.issues) report::write_issue(json, issue);
    json.end_array().end_object();
    console.out(out + "\n");
    return exit_status(done->timeline.status);
  }

  TimelineOptions options_;
  std::string statement_;
  bool json_ = false;
};

}  // namespace

std::unique_ptr<Command> make_explain_command() { return std::make_unique<ExplainCommand>(); }

}  // namespace restage::cli
