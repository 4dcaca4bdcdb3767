// SPDX-License-Identifier: Apache-2.0
#include "service/markers/markers.h"

#include <utility>

#include "base/json_view.h"
#include "course/cut.h"
#include "markers/assess.h"
#include "markers/formula.h"
#include "service/course/course_inputs.h"

namespace restage::service {
namespace {

Result<PartialDate> date_of(const std::string& text) {
  if (text.empty()) return PartialDate();
  const auto parsed = PartialDate::parse(text);
  if (!parsed) return Error{ErrorCode::InvalidArgument, "not a date; write it as 2024-03-17, 2024-03 or 2024", text};
  return *parsed;
}

}  // namespace

Result<MarkersOutcome> markers(MarkersRequest& request, const MarkersSink& sink) {
  const auto as_of = date_of(request.as_of), known_by = date_of(request.known_by);
  if (!as_of) return as_of.error();
  if (!known_by) return known_by.error();
  const auto packs = packs_or_embedded(request.packs);
  if (!packs) return packs.error();
  const auto assessor = markers::Assessor::create(**packs, request.policy);
  if (!assessor) return assessor.error();
  MarkersOutcome outcome;
  bool refused = false, goes_on = true;
  auto read = read_course_inputs(request.inputs, request.spill_folder, [&](Course&& course) {
    if (!goes_on) return;
    course::cut_course(course, *as_of, *known_by);
    statement::PatientMarkers patient = assessor->assess(course, {*as_of, *known_by});
    refused = refused || holds_error(patient.issues);
    ++outcome.patients;
    goes_on = sink(std::move(patient));
  });
  if (!read) return std::move(read).error();
  outcome.issues = std::move(read->issues);
  outcome.status = refused || read->refused || holds_error(outcome.issues) ? Status::DoneWithRefusals : Status::Done;
  return outcome;
}

Result<statement::FormulaResult> marker_formula(std::string_view kind, std::string_view input, const RulePacks& packs) {
  const auto library = packs_or_embedded(packs);
  if (!library) return library.error();
  const auto rules = markers::RuleBook::load(**library);
  if (!rules) return rules.error();
  constexpr int kDepth = 8;
  JsonDocument document;
  if (document.parse(input, kDepth) != JsonFault::None || !document.root().is_object())
    return Error{ErrorCode::InvalidArgument, "the input of a formula is a JSON object", ""};
  return markers::answer_formula(*rules, kind, document.root());
}

}  // namespace restage::service
