// SPDX-License-Identifier: Apache-2.0
#include "course/rule_set.h"

#include <algorithm>
#include <array>
#include <charconv>

namespace restage::course {
namespace {

constexpr std::array<std::string_view, 16> kPhases = {
    "early",        "diagnosis",  "late",          "treatment-day", "neoadjuvant",     "after-neoadjuvant",
    "surgery-day",  "specimen",   "after-surgery", "treatment",     "after-treatment", "progression",
    "disease-free", "recurrence", "after-death",   "undated"};

constexpr std::array<std::string_view, 4> kSeveral = {"latest", "highest", "highest-of-rank", "largest-of-lesions"};

bool lists(const rules::Pack& pack, std::string_view input, std::string_view value) {
  for (const rules::InputDeclaration& declaration : pack.inputs())
    if (declaration.name == input)
      return std::find(declaration.values.begin(), declaration.values.end(), value) != declaration.values.end();
  return false;
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
                                                                {"timeline-limits", &set.limits_},
                                                                {"timeline-biology", &set.biology_}};
  for (const auto& [id, place] : wanted) {
    Result<const rules::Pack*> pack = library.by_id(id);
    if (!pack) return pack.error();
    if (*pack == nullptr)
      return Error{ErrorCode::NotFound, "this pack is missing from the library; packs/course must be present", id};
    *place = *pack;
  }
  Result<DiseaseRules> disease = DiseaseRules::load(library);
  if (!disease) return disease.error();
  set.disease_ = std::move(*disease);
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
  verdict.reason = result.single("reason");
  if (!result.rules.empty()) {
    const rules::RuleReference& rule = result.rules.back();
    verdict.table = rule.table;
    verdict.row = rule.row;
    verdict.source = rule.source;
    verdict.verified = rule.verified;
  }
  return verdicts_.emplace(std::move(key), std::move(verdict)).first->second;
}

std::string_view RuleSet::measure_of(std::string_view input, bool is_length) const {
  if (is_length) return "length";
  return lists(*rank_, "measure", input) ? input : "presence";
}

int RuleSet::rank(Classification classification, std::string_view measure, Method method) const {
  std::string key(restage::to_string(classification));
  key.append("|").append(measure).append("|").append(restage::to_string(method));
  if (const auto known = ranks_.find(key); known != ranks_.end()) return known->second;
  const rules::GivenInput given[] = {{"measure", measure}, {"method", restage::to_string(method)}};
  const rules::Evaluation result =
      rank_->evaluate(restage::to_string(classification), given, rules::Pack::Start::Findings);
  return ranks_.emplace(std::move(key), to_number(result.single("rank"), 9)).first->second;
}

Several RuleSet::several(std::string_view measure) const {
  if (const auto known = several_.find(measure); known != several_.end()) return known->second;
  const rules::GivenInput given[] = {{"measure", measure}};
  const rules::Evaluation result = rank_->evaluate("c", given, rules::Pack::Start::Findings);
  const auto found = std::find(kSeveral.begin(), kSeveral.end(), result.single("several"));
  const Several several = found == kSeveral.end() ? Several::Latest : static_cast<Several>(found - kSeveral.begin());
  return several_.emplace(std::string(measure), several).first->second;
}

int RuleSet::months(std::string_view limit) const {
  if (const auto known = months_.find(limit); known != months_.end()) return known->second;
  const rules::GivenInput given[] = {{"limit", limit}};
  const rules::Evaluation result = limits_->evaluate("c", given, rules::Pack::Start::Findings);
  return months_.emplace(std::string(limit), to_number(result.single("months"), 4)).first->second;
}

bool RuleSet::is_biology(std::string_view finding) const { return lists(*biology_, "finding", finding); }

}  // namespace restage::course
