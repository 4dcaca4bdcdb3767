// SPDX-License-Identifier: Apache-2.0
#include "course/rule_set.h"
#include "rules/run/pack_library.h"

#include <algorithm>
#include <array>
#include <charconv>

namespace restage::course {
namespace {

constexpr std::array<std::string_view, 16> kPhases = {
    "early",        "diagnosis",  "late",          "treatment-day", "neoadjuvant",     "after-neoadjuvant",
    "surgery-day",  "specimen",   "after-surgery", "treatment",     "after-treatment", "progression",
    "disease-free", "recurrence", "after-death",   "undated"};

std::string in_words(std::string_view code) {
  std::string words(code);
  for (std::size_t at = words.find("--"); at != std::string::npos; at = words.find("--", at))
    words.replace(at, 2, ", ");
  std::replace(words.begin(), words.end(), '-', ' ');
  return words;
}

int to_number(std::string_view text, int otherwise) {
  int number = otherwise;
  std::from_chars(text.data(), text.data() + text.size(), number);
  return number;
}

}  // namespace

std::string_view to_string(Phase phase) noexcept { return kPhases[static_cast<std::size_t>(phase)]; }

Result<RuleSet> RuleSet::load(const rules::PackLibrary& library) {
  RuleSet set;
  const std::pair<const char*, const rules::Pack**> wanted[] = {{"timeline-window", &set.window_},
                                                                {"timeline-rank", &set.rank_},
                                                                {"timeline-status", &set.status_},
                                                                {"timeline-limits", &set.limits_}};
  for (const auto& [id, place] : wanted) {
    Result<const rules::Pack*> pack = library.by_id(id);
    if (!pack) return pack.error();
    if (*pack == nullptr)
      return Error{ErrorCode::NotFound, "this pack is missing from the library; packs/timeline must be present", id};
    *place = *pack;
  }
  return set;
}

const Verdict& RuleSet::window(Classification classification, Phase phase, std::string_view kind, Method method,
                               std::string_view axis, bool known_in_life) const {
  std::string key(restage::to_string(classification));
  key.append("|")
      .append(to_string(phase))
      .append("|")
      .append(kind)
      .append("|")
      .append(axis)
      .append("|")
      .append(restage::to_string(method))
      .append(known_in_life ? "|known" : "");
  if (const auto known = verdicts_.find(key); known != verdicts_.end()) return known->second;
  const rules::GivenInput given[] = {{"phase", to_string(phase)},
                                     {"kind", kind},
                                     {"method", restage::to_string(method)},
                                     {"axis", axis},
                                     {"known_in_life", known_in_life ? "yes" : "no"}};
  const rules::Evaluation result =
      window_->evaluate(restage::to_string(classification), given, rules::Pack::Start::Findings);
  Verdict verdict;
  verdict.admitted = result.single("verdict") == "admit";
  verdict.reason = in_words(result.single("reason"));
  if (!result.rules.empty()) {
    const rules::RuleReference& rule = result.rules.back();
    verdict.table = rule.table;
    verdict.row = rule.row;
    verdict.source = rule.source;
    verdict.verified = rule.verified;
  }
  return verdicts_.emplace(std::move(key), std::move(verdict)).first->second;
}

int RuleSet::rank(Classification classification, bool length, Method method) const {
  const int key = static_cast<int>(classification) * 64 + static_cast<int>(method) * 2 + (length ? 1 : 0);
  if (const auto known = ranks_.find(key); known != ranks_.end()) return known->second;
  const rules::GivenInput given[] = {{"measure", length ? "length" : "presence"},
                                     {"method", restage::to_string(method)}};
  const rules::Evaluation result =
      rank_->evaluate(restage::to_string(classification), given, rules::Pack::Start::Findings);
  return ranks_.emplace(key, to_number(result.single("rank"), 9)).first->second;
}

const Transition& RuleSet::transition(std::string_view state, std::string_view event) const {
  std::string key(state);
  key.append("|").append(event);
  if (const auto known = transitions_.find(key); known != transitions_.end()) return known->second;
  const rules::GivenInput given[] = {{"state", state}, {"event", event}};
  const rules::Evaluation result = status_->evaluate("c", given, rules::Pack::Start::Findings);
  Transition next{std::string(result.single("next")), std::string(result.single("problem"))};
  return transitions_.emplace(std::move(key), std::move(next)).first->second;
}

int RuleSet::months(std::string_view limit) const {
  if (const auto known = months_.find(limit); known != months_.end()) return known->second;
  const rules::GivenInput given[] = {{"limit", limit}};
  const rules::Evaluation result = limits_->evaluate("c", given, rules::Pack::Start::Findings);
  return months_.emplace(std::string(limit), to_number(result.single("months"), 4)).first->second;
}

}  // namespace restage::course
