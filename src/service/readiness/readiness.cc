// SPDX-License-Identifier: Apache-2.0
#include "service/readiness/readiness.h"

#include <algorithm>

#include "readiness/needs.h"
#include "readiness/stage.h"
#include "readiness/test_choice.h"
#include "service/course/course_inputs.h"
#include "suspicion/red_flags.h"
#include "timeline/timeline.h"

namespace restage::service {
namespace {

Result<PartialDate> day_of(const ReadinessRequest& request) {
  const auto day = PartialDate::parse(request.as_of);
  if (day && day->is_exact()) return *day;
  return Error{ErrorCode::InvalidArgument, "--as-of needs the day that is asked for; write it as 2024-03-17",
               request.as_of};
}

bool is_first_test(const Plan& plan, const statement::Mechanism& emergency) {
  return !plan.modality.empty() &&
         std::any_of(emergency.first_test.begin(), emergency.first_test.end(),
                     [&](const std::string& test) { return test.find(plan.modality) != std::string::npos; });
}

/// An emergency pauses the work-up: what is planned is deferred, but for its own tests.
void put_emergencies_first(statement::RedFlags&& flags, statement::PatientReadiness& result) {
  for (statement::Mechanism& mechanism : flags.mechanisms)
    if (mechanism.level == statement::Urgency::Immediate) result.emergencies.push_back(std::move(mechanism));
  for (statement::PlanChoice& choice : result.test_choice) {
    const bool is_first =
        std::any_of(result.emergencies.begin(), result.emergencies.end(),
                    [&](const statement::Mechanism& each) { return is_first_test(choice.plan, each); });
    if (result.emergencies.empty() || is_first) continue;
    choice.deferred = true;
    choice.verdict = std::max(choice.verdict, statement::PlanVerdict::Timing);
  }
}

/// The engines that a patient is asked of.
class Judge {
 public:
  static Result<Judge> create(const rules::PackLibrary& library, const PartialDate& day) {
    timeline::Options options;
    options.as_of = options.known_by = day;
    auto timelines = timeline::Builder::create(library, options);
    if (!timelines) return std::move(timelines).error();
    auto needs = readiness::Needs::load(library);
    if (!needs) return std::move(needs).error();
    auto choice = readiness::TestChoice::load(library);
    if (!choice) return std::move(choice).error();
    auto red_flags = suspicion::RedFlagRules::load(library);
    if (!red_flags) return std::move(red_flags).error();
    return Judge(std::move(*timelines), std::move(*needs), std::move(*choice), std::move(*red_flags), {day, day});
  }

  statement::PatientReadiness ask(Course&& course) {
    statement::PatientReadiness result;
    result.patient = course.patient;
    result.as_of = moment_.day;
    result.issues = course.issues;
    const statement::PatientTimeline timeline = timelines_.build(course);
    std::vector<readiness::GivenValues> staged;
    for (const Tumor& tumor : course.tumors) staged.push_back(readiness::staged_values(timeline, tumor.id));
    needs_.judge(course, moment_, timeline, staged, result);
    choice_.judge(course, moment_, staged, result);
    put_emergencies_first(red_flags_.judge(course, moment_), result);
    return result;
  }

 private:
  Judge(timeline::Builder timelines, readiness::Needs needs, readiness::TestChoice choice,
        suspicion::RedFlagRules red_flags, course::Moment moment)
      : timelines_(std::move(timelines)),
        needs_(std::move(needs)),
        choice_(std::move(choice)),
        red_flags_(std::move(red_flags)),
        moment_(moment) {}

  timeline::Builder timelines_;
  readiness::Needs needs_;
  readiness::TestChoice choice_;
  suspicion::RedFlagRules red_flags_;
  course::Moment moment_;
};

}  // namespace

Result<ReadinessOutcome> readiness(ReadinessRequest& request, const ReadinessSink& sink) {
  const auto day = day_of(request);
  if (!day) return day.error();
  const auto packs = packs_or_embedded(request.packs);
  if (!packs) return packs.error();
  auto judge = Judge::create(**packs, *day);
  if (!judge) return std::move(judge).error();
  ReadinessOutcome outcome;
  bool refused = false, goes_on = true;
  const auto read = read_course_inputs(request.inputs, request.spill_folder, [&](Course&& course) {
    if (!goes_on || (!request.patient.empty() && course.patient != request.patient)) return;
    statement::PatientReadiness patient = judge->ask(std::move(course));
    refused = refused || holds_error(patient.issues);
    ++outcome.patients;
    goes_on = sink(std::move(patient));
  });
  if (!read) return read.error();
  outcome.issues = read->issues;
  outcome.status = refused || read->refused || holds_error(read->issues) ? Status::DoneWithRefusals : Status::Done;
  return outcome;
}

}  // namespace restage::service
