// SPDX-License-Identifier: Apache-2.0
// The questions of include/restage/restage.h over the service. Every entry catches what may be thrown below it.
#include "face/c_text.h"

#include <exception>
#include <memory>
#include <string>
#include <utility>

#include "base/json_writer.h"
#include "face/options.h"
#include "report/json/listing_json.h"
#include "report/json/migration_json.h"
#include "report/json/timeline_document.h"
#include "report/terminal/explain.h"
#include "restage/restage.h"
#include "service/cases/migrate.h"
#include "service/cases/stage.h"
#include "service/course/explain.h"
#include "service/course/facts.h"
#include "service/course/timeline.h"
#include "service/packs/listing.h"
#include "service/response/response_output.h"

struct restage_packs {
  restage::service::RulePacks packs;
};

struct restage_answer {
  std::string text;
  bool complete = true;
};

namespace {

using restage::Error;
using restage::ErrorCode;
using restage::Result;
using restage::face::Options;
using restage::face::status_of;
namespace service = restage::service;

void write_error(std::string& text, const Error& error) {
  restage::JsonWriter json(text);
  json.begin_object().key("error").begin_object().member("code", to_string(error.code));
  json.member("message", error.message).member_or_null("context", error.context).end_object().end_object();
}

/// What a question does: fills the answer from its options, or says why not.
using Body = Result<void> (*)(const restage_packs*, const restage_input*, std::size_t, Options&, restage_answer&);

restage_status ask(Body body, const restage_packs* packs, const restage_input* inputs, std::size_t count,
                   const char* const* options, restage_answer** answer) noexcept {
  if (answer == nullptr || (inputs == nullptr && count > 0)) return RESTAGE_INVALID_ARGUMENT;
  *answer = nullptr;
  for (std::size_t i = 0; i < count; ++i)
    if (inputs[i].bytes == nullptr && inputs[i].size > 0) return RESTAGE_INVALID_ARGUMENT;
  try {
    auto made = std::make_unique<restage_answer>();
    Result<Options> read = Options::read(options);
    Result<void> done = read ? body(packs, inputs, count, *read, *made) : Result<void>(read.error());
    restage_status status = RESTAGE_OK;
    if (!done) {
      made->text.clear();
      made->complete = false;
      write_error(made->text, done.error());
      status = status_of(done.error().code);
    }
    *answer = made.release();
    return status;
  } catch (const std::exception&) {
    return RESTAGE_INTERNAL;
  }
}

std::vector<service::Input> inputs_of(const restage_input* inputs, std::size_t count) {
  std::vector<service::Input> made;
  for (std::size_t i = 0; i < count; ++i) {
    const char* name = inputs[i].name == nullptr || *inputs[i].name == '\0' ? "input" : inputs[i].name;
    made.push_back(service::Input::memory(name, std::string_view(inputs[i].bytes, inputs[i].size)));
  }
  return made;
}

service::RulePacks packs_of(const restage_packs* packs) { return packs == nullptr ? nullptr : packs->packs; }

service::TimelineRequest timeline_request(const restage_packs* packs, const restage_input* inputs, std::size_t count,
                                          Options& options) {
  service::TimelineRequest request;
  request.inputs = inputs_of(inputs, count);
  request.packs = packs_of(packs);
  request.as_of = options.take("as_of");
  request.known_by = options.take("known_by");
  request.editions = options.take_all("edition");
  request.patient = options.take("patient");
  request.assume_cm0 = options.take_flag("assume_cm0");
  request.strict = options.take_flag("strict");
  return request;
}

Result<void> ask_timeline(const restage_packs* packs, const restage_input* inputs, std::size_t count, Options& options,
                          restage_answer& answer) {
  service::TimelineRequest request = timeline_request(packs, inputs, count, options);
  if (const auto known = options.finish(); !known) return known;
  restage::report::TimelineDocument document(answer.text, restage_version());
  const auto done = service::timeline(request, [&](restage::statement::PatientTimeline&& patient) {
    document.add(patient);
    return true;
  });
  if (!done) return done.error();
  document.finish(done->issues, request.as_of, request.known_by);
  answer.complete = done->status == service::Status::Done;
  return {};
}

Result<void> ask_explain(const restage_packs* packs, const restage_input* inputs, std::size_t count, Options& options,
                         restage_answer& answer) {
  service::ExplainRequest request;
  request.statement = options.take("statement");
  request.timeline = timeline_request(packs, inputs, count, options);
  if (const auto known = options.finish(); !known) return known;
  constexpr int kWidth = 120;
  const auto done =
      service::explain(request, [&](const restage::statement::Statement& statement,
                                    const restage::statement::TumorTimeline&, const restage::Course& course) {
        if (!answer.text.empty()) answer.text += '\n';
        answer.text += restage::report::explain(statement, course, {false, kWidth});
      });
  if (!done) return done.error();
  answer.complete = done->timeline.status == service::Status::Done;
  return {};
}

Result<void> ask_facts(const restage_packs*, const restage_input* inputs, std::size_t count, Options& options,
                       restage_answer& answer) {
  if (const auto known = options.finish(); !known) return known;
  service::FactsRequest request{inputs_of(inputs, count)};
  const auto done = service::facts(request, [&](restage::Course&& course) {
    answer.text += service::course_text(course) + "\n";
    return true;
  });
  if (!done) return done.error();
  answer.complete = done->status == service::Status::Done;
  return {};
}

Result<void> ask_stage(const restage_packs* packs, const restage_input* inputs, std::size_t count, Options& options,
                       restage_answer& answer) {
  const std::string from = options.take("from");
  service::StageRequest request{std::move(inputs_of(inputs, count).front()), from == "findings",
                                options.take("edition"), options.take("pack"), packs_of(packs)};
  if (const auto known = options.finish(); !known) return known;
  if (!from.empty() && from != "categories" && from != "findings")
    return Error{ErrorCode::InvalidArgument, "from is categories or findings.", {}};
  const auto done = service::stage_table(request, [&](std::string_view bytes) {
    answer.text += bytes;
    return true;
  });
  if (!done) return done.error();
  if (done->cut) return *done->cut;
  answer.complete = done->status == service::Status::Done;
  return {};
}

Result<void> ask_migrate(const restage_packs* packs, const restage_input* inputs, std::size_t count, Options& options,
                         restage_answer& answer) {
  service::MigrateRequest request{std::move(inputs_of(inputs, count).front()),
                                  options.take("from"),
                                  options.take("to"),
                                  options.take_flag("findings"),
                                  options.take("site"),
                                  packs_of(packs)};
  if (const auto known = options.finish(); !known) return known;
  const auto done = service::migrate(request);
  if (!done) return done.error();
  answer.text = restage::report::migration_json(*done);
  return {};
}

Result<void> ask_which(const restage_packs* packs, const restage_input*, std::size_t, Options& options,
                       restage_answer& answer) {
  const service::WhichRequest request{options.take("topography"), options.take("histology"), options.take("diagnosed"),
                                      options.take("edition"),    options.take_all("fact"),  packs_of(packs)};
  if (const auto known = options.finish(); !known) return known;
  const auto done = service::which(request);
  if (!done) return done.error();
  answer.text = restage::report::applying_packs_json(*done);
  return {};
}

Result<void> ask_inputs(const restage_packs* packs, const restage_input*, std::size_t, Options& options,
                        restage_answer& answer) {
  const service::InputsRequest request{options.take("site"), options.take("edition"), options.take("pack"),
                                       packs_of(packs)};
  if (const auto known = options.finish(); !known) return known;
  const auto done = service::inputs(request);
  if (!done) return done.error();
  answer.text = restage::report::inputs_json(*done);
  return {};
}

Result<void> ask_response(const restage_packs*, const restage_input* inputs, std::size_t count, Options& options,
                          restage_answer& answer) {
  const std::string criterion = options.take("criterion");
  std::vector<std::pair<std::string, std::string>> choices;
  for (const std::string& choice : options.take_all("policy")) {
    const std::size_t equals = choice.find('=');
    if (equals == std::string::npos)
      return Error{ErrorCode::InvalidArgument, "policy is written policy=KEY=VALUE.", {}};
    choices.emplace_back(choice.substr(0, equals), choice.substr(equals + 1));
  }
  if (const auto known = options.finish(); !known) return known;
  const auto opened = service::open_criterion(criterion, choices);
  if (!opened) return opened.error();
  service::ResponseRequest request;
  request.criterion = *opened;
  request.inputs = inputs_of(inputs, count);
  service::ResponseDocument document(answer.text, *opened, restage_version());
  service::ResponseSinks sinks;
  sinks.result = [&](restage::statement::ResponseResult&& result) { document.add(result); };
  const auto done = service::response(request, sinks);
  if (!done) return done.error();
  document.finish(nullptr);
  answer.complete = done->status == service::Status::Done;
  return {};
}

}  // namespace

extern "C" {

uint32_t restage_abi_version(void) { return RESTAGE_ABI_VERSION; }

restage_status restage_packs_open(const char* folder, restage_packs** packs, char** message) {
  if (message != nullptr) *message = nullptr;
  if (packs == nullptr) return RESTAGE_INVALID_ARGUMENT;
  *packs = nullptr;
  try {
    auto opened = service::open_packs(folder == nullptr ? std::string() : std::string(folder));
    if (!opened) {
      if (message != nullptr) *message = restage::face::copy_text(opened.error().text());
      return status_of(opened.error().code);
    }
    *packs = new restage_packs{std::move(*opened)};
    return RESTAGE_OK;
  } catch (const std::exception&) {
    return RESTAGE_INTERNAL;
  }
}

void restage_packs_free(restage_packs* packs) { delete packs; }

restage_status restage_timeline(const restage_packs* packs, const restage_input* inputs, size_t count,
                                const char* const* options, restage_answer** answer) {
  return ask(ask_timeline, packs, inputs, count, options, answer);
}
restage_status restage_explain(const restage_packs* packs, const restage_input* inputs, size_t count,
                               const char* const* options, restage_answer** answer) {
  return ask(ask_explain, packs, inputs, count, options, answer);
}
restage_status restage_facts(const restage_input* inputs, size_t count, const char* const* options,
                             restage_answer** answer) {
  return ask(ask_facts, nullptr, inputs, count, options, answer);
}
restage_status restage_stage(const restage_packs* packs, const restage_input* table, const char* const* options,
                             restage_answer** answer) {
  if (table == nullptr) return RESTAGE_INVALID_ARGUMENT;
  return ask(ask_stage, packs, table, 1, options, answer);
}
restage_status restage_migrate(const restage_packs* packs, const restage_input* table, const char* const* options,
                               restage_answer** answer) {
  if (table == nullptr) return RESTAGE_INVALID_ARGUMENT;
  return ask(ask_migrate, packs, table, 1, options, answer);
}
restage_status restage_which(const restage_packs* packs, const char* const* options, restage_answer** answer) {
  return ask(ask_which, packs, nullptr, 0, options, answer);
}
restage_status restage_inputs(const restage_packs* packs, const char* const* options, restage_answer** answer) {
  return ask(ask_inputs, packs, nullptr, 0, options, answer);
}
restage_status restage_response(const restage_input* inputs, size_t count, const char* const* options,
                                restage_answer** answer) {
  return ask(ask_response, nullptr, inputs, count, options, answer);
}

const char* restage_answer_text(const restage_answer* answer, size_t* size) {
  if (size != nullptr) *size = answer == nullptr ? 0 : answer->text.size();
  return answer == nullptr ? "" : answer->text.c_str();
}
int restage_answer_is_complete(const restage_answer* answer) { return answer != nullptr && answer->complete ? 1 : 0; }
void restage_answer_free(restage_answer* answer) { delete answer; }

}  // extern "C"
