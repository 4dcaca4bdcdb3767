// SPDX-License-Identifier: Apache-2.0
#include "service/suspicion/suspect.h"

#include "service/course/course_inputs.h"
#include "suspicion/recurrence_rules.h"
#include "suspicion/red_flags.h"

namespace restage::service {
namespace {

Result<PartialDate> day_of(const SuspectRequest& request) {
  const auto day = PartialDate::parse(request.as_of);
  if (day && day->is_exact()) return *day;
  return Error{ErrorCode::InvalidArgument, "--as-of needs the day that is asked for; write it as 2024-03-17",
               request.as_of};
}

}  // namespace

Result<SuspectOutcome> suspect(SuspectRequest& request, const SuspicionSink& sink) {
  const auto day = day_of(request);
  if (!day) return day.error();
  const auto packs = packs_or_embedded(request.packs);
  if (!packs) return packs.error();
  auto red_flags = suspicion::RedFlagRules::load(**packs);
  if (!red_flags) return std::move(red_flags).error();
  auto recurrence = suspicion::RecurrenceRules::load(**packs);
  if (!recurrence) return std::move(recurrence).error();
  SuspectOutcome outcome;
  bool refused = false, goes_on = true;
  const course::Moment moment{*day, *day};
  const auto read = read_course_inputs(request.inputs, request.spill_folder, [&](Course&& course) {
    if (!goes_on || (!request.patient.empty() && course.patient != request.patient)) return;
    statement::PatientSuspicion patient;
    patient.patient = course.patient;
    patient.as_of = *day;
    patient.red_flags = red_flags->judge(course, moment);
    patient.recurrence = recurrence->judge(course, moment, request.policy);
    patient.issues = std::move(course.issues);
    for (DataIssue& issue : patient.red_flags.issues) patient.issues.push_back(std::move(issue));
    refused = refused || holds_error(patient.issues);
    ++outcome.patients;
    goes_on = sink(std::move(patient));
  });
  if (!read) return read.error();
  if (!request.patient.empty() && outcome.patients == 0)
    return Error{ErrorCode::NotFound, "no patient " + request.patient + " in the input", ""};
  refused = refused || read->refused || holds_error(read->issues);
  outcome.issues = read->issues;
  outcome.status = refused ? Status::DoneWithRefusals : Status::Done;
  return outcome;
}

}  // namespace restage::service
