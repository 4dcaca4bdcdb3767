// SPDX-License-Identifier: Apache-2.0
#include "cases/case_results.h"

#include <algorithm>

#include "base/text.h"
#include "core/classification.h"
#include "rules/run/compiled_pack.h"
#include "rules/run/given_value.h"

namespace restage::cases {
namespace {

using rules::EvaluationStatus;

/// With one or two open inputs the branches are worked out; with more they are named.
constexpr std::size_t kMaxExplained = 2;
constexpr std::size_t kMaxCauses = std::size_t{1} << 17;

void append(std::string& key, std::uint32_t word) { key.append(reinterpret_cast<const char*>(&word), sizeof word); }

/// All that a result says, each part with its size before it.
std::string words_in(const CaseResult& result) {
  std::string words;
  const auto add = [&words](const std::string& part) {
    append(words, static_cast<std::uint32_t>(part.size())), words += part;
  };
  for (const std::string* part : {&result.status, &result.group, &result.message, &result.t, &result.n, &result.m})
    add(*part);
  for (const std::string& group : result.possible) add(group);
  return words;
}

/// The inputs that would settle it, the first with its branches while they are few and short.
Doubt words_of(const std::vector<rules::Decider>& deciders) {
  Doubt doubt;
  std::string& text = doubt.text;
  for (const rules::Decider& decider : deciders) {
    if (text.size() > 300) {
      text += ", ...";
      doubt.cause += ", ...";
      break;
    }
    const std::string named = (text.empty() ? "depends on " : ", ") + decider.input;
    text += named;
    doubt.cause += named;
    if (&decider != &deciders.front() || decider.branches.size() > 6) continue;
    std::string branches;
    for (const auto& branch : decider.branches) {
      branches += branches.empty() ? " (" : "; ";
      branches += branch.values + ": " + text::join(branch.results, " or ");
    }
    if (branches.size() < 200) text += branches + ")";
  }
  if (text.empty()) text = doubt.cause = "depends on several inputs together";
  return doubt;
}

}  // namespace

CaseResults::CaseResults(const rules::Program& program, rules::Pack::Start start, bool with_reasons,
                         rules::CaseMemo& memo, std::uint32_t& result_count)
    : program_(program), start_(start), with_reasons_(with_reasons), memo_(memo), result_count_(result_count) {}

std::uint32_t CaseResults::make(const std::uint32_t* classes) {
  const bool whole_run = with_reasons_ || start_ == rules::Pack::Start::Findings;
  return whole_run ? make_from_run(classes) : make_from_categories(classes);
}

/// The outcome is known by the numbers that make it; only a new one is put into words.
std::uint32_t CaseResults::make_from_categories(const std::uint32_t* classes) {
  const rules::ResultSearch::Answer answer = memo_.answer(classes);
  const rules::RunInput& input = memo_.question(classes);
  const rules::ResultSearch& search = memo_.search();
  const rules::Value classification = input.nodes[rules::Program::kClassificationNode].value;
  const EvaluationStatus status = rules::status_of(program_, classification, search.set(answer.set));
  key_.clear();
  append(key_, answer.set);
  append(key_, static_cast<std::uint32_t>(status) << 1 | (answer.rests_on_unverified ? 1 : 0));
  if (status == EvaluationStatus::NotApplicable || is_provisional(status, classification))
    append(key_, static_cast<std::uint32_t>(classification));
  for (const std::size_t node : input.assumed)
    if (search.is_used(node)) append(key_, static_cast<std::uint32_t>(node));
  asked_.clear();
  tried_.clear();
  if (status == EvaluationStatus::Ambiguous) {
    append(key_, 0xFFFF'FFFF);
    for (std::size_t slot = 0; slot < memo_.slots().size(); ++slot) {
      if (!search.is_asked(memo_.slots()[slot])) continue;
      asked_.push_back(slot);
      append(key_, static_cast<std::uint32_t>(slot));
    }
    if (asked_.size() <= kMaxExplained) {
      rules::Value current[kMaxExplained];
      for (std::size_t i = 0; i < asked_.size(); ++i) current[i] = input.nodes[memo_.slots()[asked_[i]]].value;
      for (std::size_t i = 0; i < asked_.size(); ++i) try_values(asked_[i], current[i], classes);
    }
  }
  if (const auto known = by_cause_.find(key_); known != by_cause_.end()) return known->second;

  const rules::RunInput& question = memo_.question(classes);  // what was tried is no longer of interest
  std::vector<std::string> assumed;
  for (const std::size_t node : question.assumed)
    if (search.is_used(node))
      assumed.push_back(std::string(program_.nodes()[node].name()) + ": " + program_.nodes()[node].model->absent_says);
  CaseResult& result = add(status, rules::result_texts(program_, program_.final_node(), search.set(answer.set)));
  Doubt doubt = status == EvaluationStatus::Ambiguous ? doubt_of(answer.set) : Doubt{};
  result.message = message_of(status, classification, std::move(doubt.text), assumed, answer.rests_on_unverified);
  result.cause = std::move(doubt.cause);
  if (by_cause_.size() >= kMaxCauses) by_cause_.clear();
  return by_cause_[key_] = keep();
}

const CaseResults::Alternatives& CaseResults::alternatives_of(std::size_t slot, rules::Value current) {
  const auto [at, fresh] = alternatives_.try_emplace(static_cast<std::uint64_t>(slot) << 32 | (current & 0xFFFF'FFFF));
  if (!fresh) return at->second;
  Alternatives& added = at->second;
  added.groups = rules::groups_of_values(program_, memo_.slots()[slot], current);
  for (const auto& group : added.groups) added.classes.push_back(memo_.class_of(slot, {group.front(), std::nullopt}));
  return added;
}

/// What each value of an open input would leave, added to the key: equal lists make equal words.
void CaseResults::try_values(std::size_t slot, rules::Value current, const std::uint32_t* classes) {
  const Alternatives& alternatives = alternatives_of(slot, current);
  rules::TriedInput& tried = tried_.emplace_back(rules::TriedInput{memo_.slots()[slot], &alternatives.groups, {}});
  append(key_, static_cast<std::uint32_t>(current & 0xFFFF'FFFF));
  trial_.assign(classes, classes + memo_.slots().size());
  for (const std::uint32_t each : alternatives.classes) {
    trial_[slot] = each;
    tried.sets.push_back(memo_.answer(trial_.data()).set);
    append(key_, tried.sets.back());
  }
}

Doubt CaseResults::doubt_of(std::uint32_t whole) const {
  if (asked_.size() > kMaxExplained) return names_of_asked();
  return words_of(rules::rank_deciders(program_, memo_.search(), program_.final_node(), whole, tried_));
}

Doubt CaseResults::names_of_asked() const {
  std::string text;
  for (const std::size_t slot : asked_)
    text += (text.empty() ? "depends on some of " : ", ") + std::string(program_.nodes()[memo_.slots()[slot]].name());
  return {text, text};
}

/// The whole run, with what is said of it.
std::uint32_t CaseResults::make_from_run(const std::uint32_t* classes) {
  const rules::RunResult& run = memo_.run(classes);
  const rules::RunInput& input = memo_.input();
  rules::Evaluation evaluation = rules::describe_outcome(program_, input, run);
  const std::vector<bool> asked = run.asked;
  std::vector<std::string> possible;
  if (const rules::OutputValue* final = evaluation.output(program_.nodes()[program_.final_node()].name()))
    possible.assign(final->possible.begin(), final->possible.end());
  std::vector<rules::Decider> deciders;
  Doubt doubt;
  if (evaluation.status == EvaluationStatus::Ambiguous) {
    deciders = deciders_of(input, asked, memo_.search().set_of(run));
    doubt = asked_.size() > kMaxExplained ? names_of_asked() : words_of(deciders);
  }
  CaseResult& result = add(evaluation.status, std::move(possible));
  result.message = message_of(evaluation.status, input.nodes[rules::Program::kClassificationNode].value,
                              std::move(doubt.text), evaluation.assumed, evaluation.rests_on_unverified);
  result.cause = std::move(doubt.cause);
  if (start_ == rules::Pack::Start::Findings) add_findings(input, evaluation, result);
  if (!with_reasons_) return keep();
  add_reasons(input, asked, std::move(evaluation), std::move(deciders), result);
  return static_cast<std::uint32_t>(results_.size() - 1);
}

/// Of a doubt with many inputs only where they are asked for.
std::vector<rules::Decider> CaseResults::deciders_of(const rules::RunInput& input, const std::vector<bool>& asked,
                                                     std::uint32_t whole) {
  asked_.clear();
  for (std::size_t slot = 0; slot < memo_.slots().size(); ++slot)
    if (asked[memo_.slots()[slot]]) asked_.push_back(slot);
  if (!with_reasons_ && asked_.size() > kMaxExplained) return {};
  return rules::find_deciders(memo_.search(), input, asked, whole);
}

void CaseResults::add_findings(const rules::RunInput& input, const rules::Evaluation& evaluation,
                               CaseResult& result) const {
  for (const rules::InputProblem& problem : evaluation.problems)
    result.message +=
        (result.message.empty() ? "" : "; ") + problem.input + " " + problem.value + ": " + problem.message;
  for (auto [name, target] : {std::pair{"t", &result.t}, std::pair{"n", &result.n}, std::pair{"m", &result.m}}) {
    const auto node = program_.node_of(name);
    if (const rules::OutputValue* value = evaluation.output(name))
      *target = text::join(std::vector<std::string>(value->possible.begin(), value->possible.end()), ";");
    else if (node && !rules::is_special(input.nodes[*node].value))
      *target = rules::describe_value(program_.nodes()[*node], input.nodes[*node].value);
  }
}

void CaseResults::add_reasons(const rules::RunInput& input, const std::vector<bool>& asked,
                              rules::Evaluation evaluation, std::vector<rules::Decider> deciders, CaseResult& result) {
  const bool is_open = evaluation.status == EvaluationStatus::Ambiguous;
  rules::add_material(program_, rules::find_material(is_open ? &memo_.search() : nullptr, input, asked), evaluation);
  result.reasons = std::make_shared<const CaseReasons>(CaseReasons{std::move(evaluation), std::move(deciders)});
}

/// Ovary before surgery: a result, and one that the operation may change.
bool CaseResults::is_provisional(EvaluationStatus status, rules::Value classification) const {
  if (rules::is_special(classification) ||
      (status != EvaluationStatus::Determined && status != EvaluationStatus::Ambiguous))
    return false;
  const auto& provisional = program_.model().identity.provisional;
  return std::find(provisional.begin(), provisional.end(), to_string(static_cast<Classification>(classification))) !=
         provisional.end();
}

std::string CaseResults::message_of(EvaluationStatus status, rules::Value classification, std::string doubt,
                                    const std::vector<std::string>& assumed, bool rests_on_unverified) const {
  std::string message = std::move(doubt);
  const auto add = [&message](const std::string& part) { message += (message.empty() ? "" : "; ") + part; };
  if (status == EvaluationStatus::NoGroup)
    add(program_.has_final() ? "no group by this table" : "this system defines no group");
  if (status == EvaluationStatus::NotApplicable)
    add(rules::is_special(classification)
            ? "no table for this classification"
            : "no table for classification " + std::string(to_string(static_cast<Classification>(classification))));
  if (is_provisional(status, classification)) add("provisional: " + program_.model().identity.provisional_because);
  if (!assumed.empty()) add("taken as " + text::join(assumed, ", "));
  if (rests_on_unverified) add("rests on a source that was not read");
  return message;
}

CaseResult& CaseResults::add(EvaluationStatus status, std::vector<std::string> possible) {
  CaseResult& result = results_.emplace_back();
  result.status = to_string(status);
  const bool none = status == EvaluationStatus::NoGroup || status == EvaluationStatus::NotApplicable;
  result.possible = none ? std::vector<std::string>{"none"} : std::move(possible);
  if (result.possible.size() == 1) result.group = result.possible.front();
  return result;
}

/// The result just added stays, unless one says the same.
std::uint32_t CaseResults::keep() {
  const auto [at, fresh] =
      by_words_.emplace(words_in(results_.back()), static_cast<std::uint32_t>(results_.size() - 1));
  if (fresh)
    results_.back().number = result_count_++;
  else
    results_.pop_back();
  return at->second;
}

}  // namespace restage::cases
