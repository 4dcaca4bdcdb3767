// SPDX-License-Identifier: Apache-2.0
#include "service/response/response.h"

#include <algorithm>
#include <filesystem>
#include <map>

#include "base/near_words.h"
#include "formats/sdtm/course_reader.h"
#include "formats/sdtm/sets.h"
#include "response/assess.h"
#include "response/check_stored.h"
#include "service/response/response_assessor.h"
#include "service/response/response_rules.h"

namespace restage::service {
namespace {

statement::StoredComparison as_values(const response::StoredComparison& comparison, const std::string& set) {
  statement::StoredComparison values{set, comparison.compared, comparison.agree, {}, {}};
  std::map<response::DisagreementReason, std::size_t> counts;
  for (const response::Disagreement& each : comparison.disagreements) {
    ++counts[each.reason];
    values.disagreements.push_back({each.subject, each.reader, each.visit, each.what, each.stored, each.computed,
                                    std::string(to_string(each.reason)), each.explanation, each.path});
  }
  for (const auto& [reason, count] : counts)
    values.counts.push_back({std::string(to_string(reason)), std::string(meaning_of(reason)), count});
  return values;
}

/// Without a set a check covers every set of the folder that stores responses beside measurements.
Result<std::vector<std::string>> sets_of(const ResponseRequest& request) {
  if (!request.set.empty()) return std::vector<std::string>{request.set};
  const std::string& criterion = request.criterion->criterion->id;
  auto chosen = sdtm::choose_set(request.study, criterion);
  if (!chosen) return chosen.error();
  std::vector<std::string> sets = {*chosen};
  if (!request.check_stored || criterion != "recist-1.1") return sets;
  const auto all = sdtm::list_sets(request.study);
  if (!all) return all.error();
  for (const std::string& set : *all)
    if (set == "onco" && set != *chosen) sets.push_back(set);
  return sets;
}

bool is_reader(const ResponseSubject& subject, const std::string& wanted) {
  return wanted.empty() || subject.reader == wanted || subject.evaluator.role == wanted;
}

bool is_folder(const Input& input) {
  std::error_code ignored;
  return input.is_path() && std::filesystem::is_directory(input.name(), ignored);
}

Result<statement::StoredComparison> assess_set(const ResponseRequest& request, const std::string& set,
                                               ResponseAssessor& assessor) {
  const auto use = request.check_stored ? response::StoredUse::ToBeChecked : response::StoredUse::WhereNothingElseIs;
  const std::string source = sdtm::table_path(request.study, "tr", set);
  response::StoredComparison comparison;
  bool any = false;
  const auto read = sdtm::read_set(request.study, set, [&](Course&& course) {
    assessor.tell(course.issues);
    for (ResponseSubject& subject : response::subjects_of(course, {}, use)) {
      any = true;
      if (!is_reader(subject, request.reader)) continue;
      subject.source = source;
      assessor.assess(subject, &comparison);
    }
  });
  if (!read) return read.error();
  assessor.tell(read->issues);
  if (!any) return Error{ErrorCode::NotFound, "the set '" + set + "' holds no subject", request.study};
  return as_values(comparison, set);
}

Result<ResponseOutcome> assess_study(const ResponseRequest& request, const ResponseSinks& sinks) {
  const auto sets = sets_of(request);
  if (!sets) return sets.error();
  ResponseAssessor assessor(request, sinks);
  ResponseOutcome outcome;
  bool differs = false;
  for (const std::string& set : *sets) {
    auto comparison = assess_set(request, set, assessor);
    if (!comparison) return std::move(comparison).error();
    differs = differs || comparison->agree != comparison->compared;
    outcome.comparisons.push_back(std::move(*comparison));
  }
  outcome.subjects = assessor.subjects();
  if (assessor.had_errors() || (request.check_stored && differs)) outcome.status = Status::DoneWithRefusals;
  return outcome;
}

Result<const response::Criterion*> find_criterion(response::CriterionLibrary& library, const std::string& id) {
  const std::vector<std::string> ids = library.ids();
  if (std::find(ids.begin(), ids.end(), id) != ids.end() || text::near_words(id, ids).empty()) return library.find(id);
  return Error{ErrorCode::NotFound, "there is no criterion " + id + "; " + text::did_you_mean(id, ids, {}), ""};
}

}  // namespace

Result<OpenedCriterion> open_criterion(const std::string& id,
                                       const std::vector<std::pair<std::string, std::string>>& choices) {
  auto library = response::CriterionLibrary::embedded();
  if (!library) return std::move(library).error();
  const auto criterion = find_criterion(**library, id.empty() ? "recist-1.1" : id);
  if (!criterion) return criterion.error();
  response::Policy policy(**criterion);
  for (const auto& [key, value] : choices)
    if (auto set = policy.set_explicitly(key, value); !set) return std::move(set).error();
  return std::make_shared<const ResponseRules>(ResponseRules{std::move(*library), *criterion, std::move(policy)});
}

Result<std::vector<statement::CriterionName>> criteria() {
  const auto library = response::CriterionLibrary::embedded();
  if (!library) return library.error();
  std::vector<statement::CriterionName> names;
  for (const std::string& id : (*library)->ids()) {
    const auto criterion = (*library)->find(id);
    if (!criterion) return criterion.error();
    names.push_back({id, (*criterion)->version, (*criterion)->title});
  }
  return names;
}

Result<std::vector<statement::PolicyDescription>> policies(const std::string& id) {
  const auto library = response::CriterionLibrary::embedded();
  if (!library) return library.error();
  const auto criterion = find_criterion(**library, id);
  if (!criterion) return criterion.error();
  std::vector<statement::PolicyDescription> described;
  for (const response::PolicyDeclaration& policy : (*criterion)->policies)
    described.push_back(
        {policy.key, policy.fallback, policy.type, policy.choices, policy.meaning, policy.source, policy.ambiguity});
  return described;
}

Result<ResponseOutcome> response(ResponseRequest& request, const ResponseSinks& sinks) {
  if (request.study.empty() && request.inputs.size() == 1 && is_folder(request.inputs.front())) {
    request.study = request.inputs.front().name();
    request.inputs.clear();
  }
  if (!request.study.empty()) return assess_study(request, sinks);
  if (request.check_stored)
    return Error{ErrorCode::InvalidArgument, "stored responses are compared in an SDTM folder; name it", ""};
  return assess_inputs(request, sinks);
}

}  // namespace restage::service
