// SPDX-License-Identifier: Apache-2.0
#include "service/response/response_assessor.h"

#include <utility>

#include "formats/any/any_reader.h"
#include "formats/course_json/reader.h"
#include "formats/response_document/reader.h"
#include "formats/response_document/visit_table.h"
#include "response/assess.h"
#include "response/select_targets.h"
#include "service/request/peeked_source.h"
#include "service/response/response_rules.h"

namespace restage::service {
namespace {

constexpr std::size_t kHead = std::size_t{1} << 16;
constexpr std::size_t kTableLimit = std::size_t{4} << 30;

enum class InputForm { Documents, VisitTable, Course };

/// Response documents are JSON that is neither FHIR (resourceType) nor the course format, or a table of visits; all
/// else goes to the course readers.
InputForm form_of(std::string_view head) {
  if (course_json::reader().recognises(head)) return InputForm::Course;
  const std::size_t first = head.find_first_not_of(" \t\r\n\xEF\xBB\xBF");
  if (first == std::string_view::npos) return InputForm::Documents;
  if (head[first] == '{' || head[first] == '[')
    return head.find("\"resourceType\"") != std::string_view::npos ? InputForm::Course : InputForm::Documents;
  return response_document::looks_like_visit_table(head) ? InputForm::VisitTable : InputForm::Course;
}

/// One input, opened: its form is known, and what is not streamed is read.
struct OpenedInput {
  std::string name;
  InputForm form = InputForm::Documents;
  std::unique_ptr<ByteSource> source;  ///< of documents
  response_document::VisitTable table;
  ReadResult courses;
};

Result<OpenedInput> open(Input& input) {
  OpenedInput opened;
  opened.name = input.name() == "-" ? "standard input" : input.name();
  auto source = input.open();
  if (!source) return std::move(source).error();
  auto peeked = PeekedSource::peek(std::move(*source), kHead);
  if (!peeked) return std::move(peeked).error();
  opened.form = form_of((*peeked)->head());
  if (opened.form == InputForm::Documents) {
    opened.source = std::move(*peeked);
    return opened;
  }
  auto bytes = read_all(**peeked, kTableLimit);
  if (!bytes) return Error{bytes.error().code, bytes.error().message, opened.name};
  if (opened.form == InputForm::VisitTable)
    opened.table = response_document::read_visit_table(*bytes, opened.name);
  else
    opened.courses = read_courses(opened.name, *bytes);
  return opened;
}

/// One subject a tumor and reader; false when there was none.
bool assess_courses(const ReadResult& read, const std::string& name, ResponseAssessor& assessor) {
  bool any = false;
  for (const Course& course : read.courses) {
    std::vector<std::string> tumors;
    for (const Tumor& tumor : course.tumors)
      if (!tumor.secondary) tumors.push_back(tumor.id);
    if (tumors.empty()) tumors.emplace_back();
    for (const std::string& tumor : tumors)
      for (ResponseSubject& subject : response::subjects_of(course, tumor)) {
        if (tumors.size() > 1) subject.id += " " + tumor;
        subject.source = name;
        assessor.assess(subject);
        any = true;
      }
  }
  return any;
}

/// A document or the lines of a subject: one subject, whatever it says, with the issues of its reading.
void assess_subject(const response_document::SubjectCourse& read, ResponseAssessor& assessor) {
  ResponseSubject subject = response::subject_of(read.course, {}, read.reader);
  subject.source = read.path;
  subject.issues = read.course.issues;
  assessor.assess(subject);
}

/// False when something was refused.
bool assess_course_input(const OpenedInput& input, ResponseAssessor& assessor) {
  assessor.tell(input.courses.issues);
  if (assess_courses(input.courses, input.name, assessor)) return !input.courses.refused;
  assessor.tell(
      {make_issue(IssueCode::ValueMissing, input.name, "the file holds no lesion measurements and no response",
                  "give lesions with measurements, or response events")});
  return false;
}

bool assess_table(const OpenedInput& input, ResponseAssessor& assessor) {
  assessor.tell(input.table.issues);
  for (const response_document::SubjectCourse& subject : input.table.subjects) assess_subject(subject, assessor);
  return input.table.issues.empty();
}

bool assess_documents(OpenedInput& input, ResponseAssessor& assessor) {
  response_document::Reader reader(std::move(input.source), input.name);
  response_document::Record record;
  std::size_t subjects = 0;
  bool complete = true;
  for (;;) {
    const auto more = reader.next(record);
    if (!more) {
      assessor.tell({make_issue(IssueCode::InputUnreadable, input.name, more.error().text(),
                                "mend the file; what came before was done")});
      complete = false;
      break;
    }
    if (!*more) break;
    if (!record.subject) {
      assessor.tell(record.issues);
      complete = false;
      continue;
    }
    ++subjects;
    assess_subject(*record.subject, assessor);
  }
  if (subjects > 0 && !reader.has_stray_text()) return complete;
  assessor.tell(
      {make_issue(IssueCode::InputUnreadable, input.name,
                  subjects == 0 ? "the file holds no response document" : "the file holds text outside of JSON objects",
                  "write one JSON object a subject and reader")});
  return false;
}

bool assess_one(OpenedInput& input, ResponseAssessor& assessor) {
  switch (input.form) {
    case InputForm::Course:
      return assess_course_input(input, assessor);
    case InputForm::VisitTable:
      return assess_table(input, assessor);
    case InputForm::Documents:
      return assess_documents(input, assessor);
  }
  return false;
}

statement::TargetProposal proposal_for(const ResponseSubject& subject, const ResponseRules& rules) {
  statement::TargetProposal proposal{subject.id, subject.reader, rules.criterion->title, {}};
  for (const response::TargetCandidate& each : response::rate_targets(subject, *rules.criterion, rules.policy))
    proposal.lesions.push_back({each.lesion, each.organ, each.size_mm,
                                each.proposed    ? "propose"
                                : each.qualifies ? "spare"
                                                 : "no",
                                each.reason});
  return proposal;
}

}  // namespace

void ResponseAssessor::assess(const ResponseSubject& subject, response::StoredComparison* comparison) {
  const ResponseRules& rules = *request_.criterion;
  ++subjects_;
  if (request_.propose_targets) {
    if (sinks_.proposal) sinks_.proposal(proposal_for(subject, rules));
    return;
  }
  auto result = response::assess(subject, *rules.criterion, rules.policy);
  if (comparison != nullptr) response::compare_stored(subject, result, *rules.criterion, *comparison);
  if (!request_.check_stored) {
    had_errors_ = had_errors_ || holds_error(result.issues);
    for (const statement::VisitResult& visit : result.visits) had_errors_ = had_errors_ || holds_error(visit.issues);
  }
  if (sinks_.result) sinks_.result(std::move(result));
}

void ResponseAssessor::tell(const std::vector<DataIssue>& issues) {
  had_errors_ = had_errors_ || holds_error(issues);
  if (sinks_.issues && !issues.empty()) sinks_.issues(issues);
}

/// Every input is opened before the first result, so that a wrong name costs nothing. Courses come first, then tables,
/// then documents, each in the order given.
Result<ResponseOutcome> assess_inputs(ResponseRequest& request, const ResponseSinks& sinks) {
  std::vector<OpenedInput> inputs;
  for (Input& input : request.inputs) {
    auto opened = open(input);
    if (!opened) return std::move(opened).error();
    inputs.push_back(std::move(*opened));
  }
  ResponseAssessor assessor(request, sinks);
  bool complete = true;
  for (const InputForm form : {InputForm::Course, InputForm::VisitTable, InputForm::Documents})
    for (OpenedInput& input : inputs)
      if (input.form == form) complete = assess_one(input, assessor) && complete;
  ResponseOutcome outcome;
  outcome.subjects = assessor.subjects();
  outcome.status = complete && !assessor.had_errors() ? Status::Done : Status::DoneWithRefusals;
  return outcome;
}

}  // namespace restage::service
