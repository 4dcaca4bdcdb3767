// SPDX-License-Identifier: Apache-2.0
#include "apps/cli/response_run.h"

#include <fmt/format.h>

#include "apps/cli/response_sdtm.h"
#include "base/output_file.h"
#include "base/text.h"
#include "formats/any/any_reader.h"
#include "formats/fhir/writer/response_bundle.h"
#include "formats/response_document/reader.h"
#include "formats/response_document/visit_table.h"
#include "report/html/response_page.h"
#include "report/json/response_json.h"
#include "report/svg/response_pictures.h"
#include "report/terminal/response_table.h"
#include "response/assess.h"
#include "response/select_targets.h"

namespace restage::cli {
namespace {

namespace rsp = restage::response;

constexpr std::size_t kFlushAt = std::size_t{1} << 16;

int usage(Console& console, std::string_view message) {
  console.err(fmt::format("restage response: {}\n", message));
  return kUsage;
}

int list_criteria(rsp::CriterionLibrary& library, Console& console) {
  for (const std::string& id : library.ids()) {
    const auto criterion = library.find(id);
    if (!criterion) return usage(console, criterion.error().text());
    console.out(fmt::format("{:<14} {:<8} {}\n", id, (*criterion)->version, (*criterion)->title));
  }
  return kDone;
}

int list_policies(rsp::CriterionLibrary& library, const std::string& id, bool json, Console& console) {
  const auto criterion = library.find(id);
  if (!criterion) return usage(console, criterion.error().text());
  if (json) {
    std::string out;
    JsonWriter writer(out, 2);
    writer.begin_object().member("criterion", id).key("policies").begin_array();
    for (const rsp::PolicyDeclaration& policy : (*criterion)->policies) {
      writer.begin_object().member("key", policy.key).member("default", policy.fallback).member("type", policy.type);
      writer.key("choices").begin_array();
      for (const std::string& choice : policy.choices) writer.value(choice);
      writer.end_array()
          .member("meaning", policy.meaning)
          .member("source", policy.source)
          .member_or_null("ambiguity", policy.ambiguity)
          .end_object();
    }
    writer.end_array().end_object();
    console.out(out + "\n");
    return kDone;
  }
  for (const rsp::PolicyDeclaration& policy : (*criterion)->policies) {
    const std::string choices = policy.choices.empty() ? policy.type : text::join(policy.choices, " | ");
    console.out(fmt::format("{} = {}   [{}]\n    {}\n    source: {}{}\n", policy.key, policy.fallback, choices,
                            policy.meaning, policy.source,
                            policy.ambiguity.empty() ? std::string() : "; ambiguity " + policy.ambiguity));
  }
  return kDone;
}

// Results as they come: JSON in one document, or a table each; issues go to the messages.
class ResultSink {
 public:
  ResultSink(const ResponseRun& run, const rsp::Criterion& criterion, const rsp::Policy& policy, Console& console)
      : run_(run), criterion_(criterion), console_(console), writer_(out_, 0) {
    if (run.json && !run.select_targets) report::begin_response_document(writer_, criterion, policy, RESTAGE_VERSION);
  }
  void add(const statement::ResponseResult& result) {
    if (run_.json)
      report::write_subject(writer_, result);
    else
      out_ += report::response_table(result, criterion_, console_.use_color()) + "\n";
    note(result.issues);
    if (!run_.json)
      for (const statement::VisitResult& visit : result.visits) note(visit.issues);
    else
      for (const statement::VisitResult& visit : result.visits) count(visit.issues);
    if (out_.size() >= kFlushAt) flush();
  }
  void note(const std::vector<DataIssue>& issues) {
    count(issues);
    for (const DataIssue& issue : issues) {
      if (run_.json && issue.severity != Severity::Error) continue;
      if (++shown_ <= kShown)
        console_.err(
            fmt::format("{}: {}: {}; {}\n", to_string(issue.severity), issue.path, issue.message, issue.remedy));
    }
  }
  void finish(const std::string& after_subjects = {}) {
    if (run_.select_targets) {
      return flush();
    } else if (run_.json) {
      writer_.end_array();
      if (!after_subjects.empty()) writer_.key("stored").raw(after_subjects);
      writer_.end_object();
      out_ += '\n';
    } else {
      out_ += after_subjects;
    }
    flush();
    if (shown_ > kShown)
      console_.err(fmt::format("restage response: {} more issues; --json lists all\n", shown_ - kShown));
  }
  bool had_errors() const noexcept { return errors_ > 0; }

 private:
  static constexpr std::size_t kShown = 40;

  void count(const std::vector<DataIssue>& issues) {
    for (const DataIssue& issue : issues) errors_ += issue.severity == Severity::Error ? 1 : 0;
  }
  void flush() {
    console_.out(out_);
    out_.clear();
  }

  const ResponseRun& run_;
  const rsp::Criterion& criterion_;
  Console& console_;
  std::string out_;
  JsonWriter writer_;
  std::size_t errors_ = 0;
  std::size_t shown_ = 0;
};

int write_files(const ResponseRun& run, const rsp::Criterion& criterion, const rsp::Policy& policy,
                const std::vector<statement::ResponseResult>& results, Console& console) {
  const auto write = [&](const std::string& path, const std::string& content) {
    if (path.empty()) return true;
    const auto done = write_file(path, content);
    if (!done) console.err(fmt::format("restage response: {}\n", done.error().text()));
    return done.has_value();
  };
  const std::string endpoint = run.km_endpoint.empty() ? "PFS" : run.km_endpoint;
  bool all =
      write(run.html, run.html.empty() ? "" : report::response_page(results, criterion, policy, RESTAGE_VERSION));
  all = write(run.fhir, run.fhir.empty()
                            ? ""
                            : fhir::response_bundle(
                                  results, {criterion.id, criterion.version, criterion.content_hash, criterion.measure,
                                            [&](std::string_view response) { return criterion.kind_of(response); }})) &&
        all;
  all = write(run.svg_waterfall, run.svg_waterfall.empty() ? "" : report::draw_waterfall(results, criterion)) && all;
  all = write(run.svg_spider, run.svg_spider.empty() ? "" : report::draw_spider(results, criterion)) && all;
  all = write(run.svg_swimmer, run.svg_swimmer.empty() ? "" : report::draw_swimmer(results, criterion)) && all;
  all = write(run.svg_km, run.svg_km.empty() ? "" : report::draw_kaplan_meier(results, endpoint)) && all;
  if (!results.empty())
    all =
        write(run.svg_subject, run.svg_subject.empty() ? "" : report::draw_subject(results.front(), criterion)) && all;
  all = all && write(run.rs, run.rs.empty() ? "" : rs_dataset(results, criterion)) &&
        write(run.adrs, run.adrs.empty() ? "" : adrs_dataset(results, criterion)) &&
        write(run.adtte, run.adtte.empty() ? "" : adtte_dataset(results));
  return all ? kDone : kUsage;
}

enum class InputForm { Documents, VisitTable, Course };

// Response documents are JSON with neither FHIR's resourceType nor XML around them, or a table of visits; all else goes
// to the course readers. Standard input is always JSON.
InputForm form_of(const std::string& path) {
  if (path == "-") return InputForm::Documents;
  auto source = ByteSource::open(path);
  if (!source) return InputForm::Documents;
  std::string head(std::size_t{1} << 16, '\0');
  std::size_t size = 0;
  while (size < head.size()) {  // a source may give less than was asked for
    const auto count = (*source)->read(head.data() + size, head.size() - size);
    if (!count) return InputForm::Documents;
    if (*count == 0) break;
    size += *count;
  }
  head.resize(size);
  const std::size_t first = head.find_first_not_of(" \t\r\n\xEF\xBB\xBF");
  if (first == std::string::npos) return InputForm::Documents;
  if (head[first] == '{' || head[first] == '[')
    return head.find("\"resourceType\"") != std::string::npos ? InputForm::Course : InputForm::Documents;
  return response_document::looks_like_visit_table(head) ? InputForm::VisitTable : InputForm::Course;
}

// One subject a tumor and reader; false when the file gave none.
bool assess_courses(const ReadResult& read, const std::string& path, const rsp::Criterion& criterion,
                    const rsp::Policy& policy, ResultSink& sink, std::vector<statement::ResponseResult>& results) {
  bool any = false;
  for (const Course& course : read.courses) {
    std::vector<std::string> tumors;
    for (const Tumor& tumor : course.tumors)
      if (!tumor.secondary) tumors.push_back(tumor.id);
    if (tumors.empty()) tumors.emplace_back();
    for (const std::string& tumor : tumors)
      for (ResponseSubject& subject : rsp::subjects_of(course, tumor)) {
        if (tumors.size() > 1) subject.id += " " + tumor;
        subject.source = path;
        auto result = rsp::assess(subject, criterion, policy);
        sink.add(result);
        results.push_back(std::move(result));
        any = true;
      }
  }
  return any;
}

int assess_documents(const ResponseRun& run, const rsp::Criterion& criterion, const rsp::Policy& policy,
                     Console& console) {
  std::vector<std::pair<std::string, std::unique_ptr<ByteSource>>> sources;
  std::vector<std::pair<std::string, ReadResult>> courses;
  std::vector<std::pair<std::string, response_document::VisitTable>> tables;
  for (const std::string& file : run.files) {
    const InputForm form = form_of(file);
    if (form == InputForm::VisitTable) {
      const auto text = read_file(file);
      if (!text) return usage(console, text.error().text());
      tables.emplace_back(file, response_document::read_visit_table(*text, file));
      continue;
    }
    if (form == InputForm::Course) {
      auto read = read_course_file(file);
      if (!read) return usage(console, read.error().text());
      courses.emplace_back(file, std::move(*read));
      continue;
    }
    auto source = ByteSource::open(file);
    if (!source) return usage(console, source.error().text());
    sources.emplace_back(file == "-" ? "standard input" : file, std::move(*source));
  }
  ResultSink sink(run, criterion, policy, console);
  std::vector<statement::ResponseResult> results;
  bool refused = false;
  for (const auto& [name, read] : courses) {
    sink.note(read.issues);
    refused = refused || read.refused;
    if (assess_courses(read, name, criterion, policy, sink, results)) continue;
    sink.note({make_issue(IssueCode::ValueMissing, name, "the file holds no lesion measurements and no response",
                          "give lesions with measurements, or response events")});
    refused = true;
  }
  const auto assess_one = [&](const ResponseSubject& subject) {
    if (run.select_targets) return console.out(rsp::target_proposal(subject, criterion, policy));
    auto result = rsp::assess(subject, criterion, policy);
    sink.add(result);
    if (run.keeps_results()) results.push_back(std::move(result));
  };
  for (const auto& [name, table] : tables) {
    sink.note(table.issues);
    refused = refused || !table.issues.empty();
    for (const ResponseSubject& subject : table.subjects) assess_one(subject);
  }
  for (auto& [name, source] : sources) {
    response_document::Reader reader(std::move(source), name);
    response_document::Record record;
    std::size_t subjects = 0;
    for (;;) {
      const auto more = reader.next(record);
      if (!more) {
        sink.note({make_issue(IssueCode::InputUnreadable, name, more.error().text(),
                              "mend the file; what came before was done")});
        refused = true;
        break;
      }
      if (!*more) break;
      if (!record.subject) {
        sink.note(record.issues);
        refused = true;
        continue;
      }
      ++subjects;
      assess_one(*record.subject);
    }
    if (subjects == 0 || reader.has_stray_text()) {
      sink.note({make_issue(
          IssueCode::InputUnreadable, name,
          subjects == 0 ? "the file holds no response document" : "the file holds text outside of JSON objects",
          "write one JSON object a subject and reader")});
      refused = true;
    }
  }
  sink.finish();
  if (const int status = write_files(run, criterion, policy, results, console); status != kDone) return status;
  return refused || sink.had_errors() ? kDoneWithRefusals : kDone;
}

// Without --set a check covers every set of the folder that stores responses beside measurements.
Result<std::vector<std::string>> sets_to_check(const ResponseRun& run, const std::string& criterion) {
  if (!run.set.empty()) return std::vector<std::string>{run.set};
  auto chosen = sdtm::choose_set(run.sdtm, criterion);
  if (!chosen) return chosen.error();
  std::vector<std::string> sets = {*chosen};
  const auto all = sdtm::list_sets(run.sdtm);
  if (!all) return all.error();
  if (run.check && criterion == "recist-1.1")
    for (const std::string& set : *all)
      if (set == "onco" && set != *chosen) sets.push_back(set);
  return sets;
}

bool is_reader(const ResponseSubject& subject, const std::string& wanted) {
  return wanted.empty() || subject.reader == wanted || subject.evaluator.role == wanted;
}

int assess_study(const ResponseRun& run, const rsp::Criterion& criterion, const rsp::Policy& policy, Console& console) {
  const auto sets = run.check ? sets_to_check(run, criterion.id) : [&]() -> Result<std::vector<std::string>> {
    if (!run.set.empty()) return std::vector<std::string>{run.set};
    auto chosen = sdtm::choose_set(run.sdtm, criterion.id);
    if (!chosen) return chosen.error();
    return std::vector<std::string>{*chosen};
  }();
  if (!sets) return usage(console, sets.error().text());
  ResultSink sink(run, criterion, policy, console);
  std::vector<statement::ResponseResult> results;
  std::string comparisons;
  bool differs = false;
  for (const std::string& set : *sets) {
    auto stream = sdtm::StudyStream::open(run.sdtm, set, run.check);
    if (!stream) return usage(console, stream.error().text());
    rsp::StoredComparison comparison;
    sdtm::Study part;
    bool any = false;
    for (;;) {
      const auto more = stream->next(part);
      if (!more) return usage(console, more.error().text());
      if (!*more) break;
      sink.note(part.issues);
      any = any || !part.subjects.empty();
      for (const ResponseSubject& subject : part.subjects) {
        if (!is_reader(subject, run.reader)) continue;
        if (run.select_targets) {
          console.out(rsp::target_proposal(subject, criterion, policy));
          continue;
        }
        auto result = rsp::assess(subject, criterion, policy);
        rsp::compare_stored(subject, result, criterion, comparison);
        if (!run.check) sink.add(result);
        if (run.keeps_results()) results.push_back(std::move(result));
      }
    }
    if (!any) return usage(console, fmt::format("{}: the set '{}' holds no subject", run.sdtm, set));
    differs = differs || comparison.agree != comparison.compared;
    if (run.json)
      comparisons += (comparisons.empty() ? "" : ",") + comparison_json(comparison, set);
    else if (comparison.compared > 0)
      comparisons += comparison_text(comparison, set, true);
  }
  if (run.json) comparisons = "[" + comparisons + "]";
  sink.finish(comparisons);
  if (const int status = write_files(run, criterion, policy, results, console); status != kDone) return status;
  return sink.had_errors() || (run.check && differs) ? kDoneWithRefusals : kDone;
}

}  // namespace

bool ResponseRun::keeps_results() const {
  for (const std::string* file :
       {&html, &fhir, &svg_waterfall, &svg_spider, &svg_swimmer, &svg_subject, &svg_km, &rs, &adrs, &adtte})
    if (!file->empty()) return true;
  return false;
}

int run_response(const ResponseRun& run, Console& console) {
  auto library = rsp::CriterionLibrary::embedded();
  if (!library) return usage(console, library.error().text());
  if (run.list) return list_criteria(**library, console);
  if (!run.show_policies.empty()) return list_policies(**library, run.show_policies, run.json, console);
  const auto criterion = (*library)->find(run.criterion.empty() ? "recist-1.1" : run.criterion);
  if (!criterion) return usage(console, criterion.error().text());
  rsp::Policy policy(**criterion);
  for (const std::string& given : run.policies) {
    const std::size_t equal = given.find('=');
    if (equal == std::string::npos)
      return usage(console, fmt::format("--policy {} has no '='; write KEY=VALUE", given));
    if (auto set = policy.set_explicitly(text::trim(std::string_view(given).substr(0, equal)),
                                         text::trim(std::string_view(given).substr(equal + 1)));
        !set)
      return usage(console, set.error().text());
  }
  if (!run.sdtm.empty()) return assess_study(run, **criterion, policy, console);
  if (run.check) return usage(console, "--check compares stored responses; name their folder with --sdtm");
  if (run.files.empty())
    return usage(console, "name a response document, or - for standard input; --help shows examples");
  return assess_documents(run, **criterion, policy, console);
}

}  // namespace restage::cli
