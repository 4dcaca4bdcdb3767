// SPDX-License-Identifier: Apache-2.0
#include "service/followup/followup.h"

#include <algorithm>
#include <map>
#include <optional>
#include <thread>
#include <tuple>
#include <utility>

#include "followup/follow_up.h"
#include "service/course/course_inputs.h"
#include "stream/pipeline.h"
#include "timeline/timeline.h"

namespace restage::service {
namespace {

/// One thread's way from a course to its answers.
class Answerer {
 public:
  static Result<Answerer> create(const rules::PackLibrary& library, const followup::Question& question) {
    auto engine = followup::FollowUp::create(library);
    if (!engine) return std::move(engine).error();
    return Answerer(library, question, std::move(*engine));
  }

  Result<PatientFollowUp> answer(Course&& course) {
    PatientFollowUp result;
    result.patient = course.patient;
    auto answers = engine_.answer(course, question_);
    if (answers && std::any_of(answers->begin(), answers->end(), asks_for_stage)) {
      followup::Question question = question_;
      if (auto found = find_groups(course, question.stage_groups); !found) return std::move(found).error();
      if (!question.stage_groups.empty()) answers = engine_.answer(course, question);
    }
    if (!answers) return std::move(answers).error();
    result.tumors = std::move(*answers);
    gather_issues(course, result);
    return result;
  }

 private:
  Answerer(const rules::PackLibrary& library, followup::Question question, followup::FollowUp engine)
      : library_(&library), question_(std::move(question)), engine_(std::move(engine)) {}

  static void gather_issues(const Course& course, PatientFollowUp& result) {
    result.issues = course.issues;
    for (const statement::FollowUpAnswer& tumor : result.tumors)
      for (const DataIssue& issue : tumor.issues)
        if (std::find(result.issues.begin(), result.issues.end(), issue) == result.issues.end())
          result.issues.push_back(issue);
    if (result.tumors.empty())
      result.issues.push_back(
          make_issue(IssueCode::ValueMissing, "tumor", "no primary tumor is on record", "give its site and histology"));
  }

  static bool asks_for_stage(const statement::FollowUpAnswer& answer) {
    return std::any_of(answer.plans.begin(), answer.plans.end(), [](const statement::FollowUpPlan& plan) {
      return std::any_of(plan.open.begin(), plan.open.end(), [](const statement::OpenRow& row) {
        return std::find(row.inputs.begin(), row.inputs.end(), followup::kStageInput) != row.inputs.end();
      });
    });
  }

  /// Groups at diagnosis by findings and stated categories, where there is one and no other is possible.
  Result<void> find_groups(const Course& course, std::map<std::string, std::string>& groups) {
    if (!builder_) {
      timeline::Options options;
      options.as_of = question_.as_of;
      auto builder = timeline::Builder::create(*library_, options);
      if (!builder) return std::move(builder).error();
      builder_.emplace(std::move(*builder));
    }
    const statement::PatientTimeline timeline = builder_->build(course);
    for (const statement::TumorTimeline& each : timeline.tumors) {
      const statement::Statement* at_diagnosis = statement::stage_at_diagnosis(each);
      if (at_diagnosis != nullptr && !at_diagnosis->group.empty()) groups.emplace(each.tumor.id, at_diagnosis->group);
    }
    return {};
  }

  const rules::PackLibrary* library_;
  followup::Question question_;
  followup::FollowUp engine_;
  std::optional<timeline::Builder> builder_;
};

Result<followup::Question> question_of(const FollowUpRequest& request) {
  followup::Question question;
  question.guideline = request.guideline;
  if (request.as_of.empty()) return Error{ErrorCode::InvalidArgument, "the day of the question is needed", "--as-of"};
  const std::pair<const std::string*, PartialDate*> dates[] = {{&request.as_of, &question.as_of},
                                                               {&request.anchor, &question.anchor}};
  for (const auto& [text, date] : dates) {
    if (text->empty()) continue;
    const auto parsed = PartialDate::parse(*text);
    if (!parsed || !parsed->is_exact())
      return Error{ErrorCode::InvalidArgument, "not a day; write it as 2024-03-17", *text};
    *date = *parsed;
  }
  return question;
}

/// Courses to answers, a batch at a time, several at once.
class Answerers {
 public:
  Answerers(const rules::PackLibrary& library, followup::Question question, std::size_t threads,
            const FollowUpSink& sink)
      : library_(library), question_(std::move(question)), threads_(threads), sink_(sink) {}

  Result<void> prepare() { return add(); }
  Result<void> add(Course&& course) {
    courses_.push_back(std::move(course));
    return courses_.size() < kBatch ? Result<void>() : finish();
  }
  Result<void> finish() {
    const std::size_t threads = std::min(threads_, std::max<std::size_t>(1, courses_.size()));
    while (answerers_.size() < threads)
      if (auto added = add(); !added) return added;
    std::size_t next = 0, worker = 0;
    stream::Steps<Block> steps;
    steps.read = [&](Block& block) -> Result<bool> {
      if (next == courses_.size() || !goes_on_) return false;
      block.course = std::move(courses_[next++]);
      return true;
    };
    steps.make_worker = [&] {
      return [&answerer = answerers_[worker++]](Block& block) -> Result<void> {
        auto answer = answerer.answer(std::move(block.course));
        if (!answer) return std::move(answer).error();
        block.answer = std::move(*answer);
        return {};
      };
    };
    steps.write = [&](Block& block) { return goes_on_ = sink_(std::move(block.answer)); };
    auto done = stream::run(threads, steps);
    courses_.clear();
    return done;
  }

 private:
  struct Block {
    Course course;
    PatientFollowUp answer;
  };
  static constexpr std::size_t kBatch = 256;

  Result<void> add() {
    auto answerer = Answerer::create(library_, question_);
    if (!answerer) return std::move(answerer).error();
    answerers_.push_back(std::move(*answerer));
    return {};
  }

  const rules::PackLibrary& library_;
  followup::Question question_;
  std::size_t threads_;
  const FollowUpSink& sink_;
  std::vector<Answerer> answerers_;
  std::vector<Course> courses_;
  bool goes_on_ = true;
};

}  // namespace

void add_overdue(const PatientFollowUp& patient, const PartialDate& as_of, std::vector<statement::OverdueTask>& tasks) {
  for (const statement::FollowUpAnswer& tumor : patient.tumors)
    for (const statement::FollowUpPlan& plan : tumor.plans)
      for (const statement::FollowUpTask& task : plan.tasks)
        if (task.status == statement::DueStatus::Overdue)
          tasks.push_back({patient.patient, plan.guideline, task.activity, task.due_to,
                           as_of.latest() - task.due_to.latest(), tumor.severity});
}

void sort_overdue(std::vector<statement::OverdueTask>& tasks) {
  std::sort(tasks.begin(), tasks.end(), [](const statement::OverdueTask& a, const statement::OverdueTask& b) {
    return std::tuple(-a.severity, -a.days_late, std::string_view(a.patient), std::string_view(a.guideline),
                      std::string_view(a.activity)) < std::tuple(-b.severity, -b.days_late, std::string_view(b.patient),
                                                                 std::string_view(b.guideline),
                                                                 std::string_view(b.activity));
  });
}

Result<FollowUpOutcome> follow_up(FollowUpRequest& request, const FollowUpSink& sink) {
  auto question = question_of(request);
  if (!question) return std::move(question).error();
  const auto packs = packs_or_embedded(request.packs);
  if (!packs) return packs.error();
  FollowUpOutcome outcome;
  bool refused = false;
  const FollowUpSink counted = [&](PatientFollowUp&& patient) {
    refused = refused || holds_error(patient.issues);
    ++outcome.patients;
    return sink(std::move(patient));
  };
  const std::size_t threads =
      request.threads > 0 ? request.threads : std::max<std::size_t>(1, std::thread::hardware_concurrency());
  Answerers answerers(**packs, std::move(*question), threads, counted);
  if (auto ready = answerers.prepare(); !ready) return std::move(ready).error();
  std::optional<Error> failed;
  const auto read = read_course_inputs(request.inputs, request.spill_folder, [&](Course&& course) {
    if (failed) return;
    if (auto added = answerers.add(std::move(course)); !added) failed = std::move(added).error();
  });
  if (!failed)
    if (auto finished = answerers.finish(); !finished) failed = std::move(finished).error();
  if (failed) return std::move(*failed);
  if (!read) return read.error();
  outcome.issues = read->issues;
  outcome.status = refused || read->refused || holds_error(read->issues) ? Status::DoneWithRefusals : Status::Done;
  return outcome;
}

}  // namespace restage::service
