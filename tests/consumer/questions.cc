// SPDX-License-Identifier: Apache-2.0
// Stages a FHIR file and a table, explains a statement and assesses a response, by the C++ interface.
// usage: questions_cpp BUNDLE.json CASES.csv SUBJECT.json
#include <restage/explain.h>
#include <restage/render.h>
#include <restage/response.h>
#include <restage/stage.h>
#include <restage/timeline.h>

#include <cstdio>

namespace {

int bad = 0;

void check(const char* question, const std::string& answer, const char* wanted) {
  const bool good = answer.find(wanted) != std::string::npos;
  std::printf("%s: %s\n", question, good ? wanted : answer.c_str());
  bad += good ? 0 : 1;
}

}  // namespace

int main(int argc, char** argv) {
  using namespace restage;
  if (argc != 4) return 2;
  service::TimelineRequest timeline;
  timeline.inputs.push_back(service::Input::path(argv[1]));
  std::string text;
  const auto staged = service::timeline(timeline, [&](statement::PatientTimeline&& patient) {
    text += report::render_terminal(patient, {});
    return true;
  });
  check("timeline", staged ? text : staged.error().text(), "Stage at diagnosis IIB");

  service::ExplainRequest question;
  question.timeline.inputs.push_back(service::Input::path(argv[1]));
  question.statement = "c";
  text.clear();
  const auto explained =
      service::explain(question, [&](const statement::Statement& statement, const auto&, const Course& course) {
        text += report::explain(statement, course, {});
      });
  check("explain", explained ? text : explained.error().text(), "row");

  service::StageRequest cases{service::Input::path(argv[2])};
  text.clear();
  const auto rows = service::stage_table(cases, [&](std::string_view bytes) { return text += bytes, true; });
  check("stage", rows ? text : rows.error().text(), "IB;IIA");

  service::ResponseRequest response;
  response.criterion = *service::open_criterion("recist-1.1");
  response.inputs.push_back(service::Input::path(argv[3]));
  service::ResponseSinks sinks;
  sinks.result = [&](statement::ResponseResult&& result) { text = result.visits.back().overall; };
  const auto assessed = service::response(response, sinks);
  check("response", assessed ? text : assessed.error().text(), "PR");
  return bad;
}
