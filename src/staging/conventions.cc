// SPDX-License-Identifier: Apache-2.0
#include "staging/conventions.h"

#include <algorithm>
#include <array>
#include <utility>

namespace restage::staging {
namespace {

using Because = statement::Assumption::Because;

constexpr std::array<std::pair<std::string_view, Because>, 7> kReasons = {{
    {"not-mentioned", Because::NotMentioned},
    {"history-and-examination", Because::HistoryAndExamination},
    {"rarely-involved", Because::RarelyInvolved},
    {"not-needed", Because::NotNeeded},
    {"not-examined", Because::NotExamined},
    {"found-by-look", Because::FoundByLook},
    {"of-the-site", Because::OfTheSite},
}};

std::optional<Because> reason_of(std::string_view text) {
  for (const auto& [word, because] : kReasons)
    if (word == text) return because;
  return std::nullopt;
}

}  // namespace

Result<Conventions> Conventions::load(const rules::PackLibrary& library) {
  Result<const rules::Pack*> pack = library.by_id("staging-conventions");
  if (!pack) return pack.error();
  Conventions result;
  result.pack_ = *pack;
  return result;
}

bool Conventions::lists(std::string_view input, std::string_view value) const {
  for (const rules::InputDeclaration& each : pack_->inputs())
    if (each.name == input) return std::find(each.values.begin(), each.values.end(), value) != each.values.end();
  return false;
}

std::string Conventions::tumor_class(std::string_view t) const {
  const std::string_view main_class = t.starts_with("Tis")  ? "in-situ"
                                      : t.starts_with("Ta") ? "noninvasive"
                                                            : t.substr(0, 2);
  return std::string(lists("tumor", main_class) ? main_class : "unknown");
}

std::span<const std::string> Conventions::input_names() const {
  for (const rules::InputDeclaration& each : pack_->inputs())
    if (each.name == "input") return each.values;
  return {};
}

const statement::Assumption* Conventions::answer(const Silence& silence) const {
  if (!lists("input", silence.input)) return nullptr;
  std::string key(to_string(silence.classification));
  for (const std::string_view part : {silence.site, silence.input, silence.tumor, silence.looked})
    key.append("|").append(part);
  if (const auto known = answers_.find(key); known != answers_.end()) return known->second ? &*known->second : nullptr;
  const rules::GivenInput given[] = {{"site", lists("site", silence.site) ? silence.site : "other"},
                                     {"input", silence.input},
                                     {"tumor", silence.tumor},
                                     {"looked", silence.looked}};
  const rules::Evaluation found =
      pack_->evaluate(to_string(silence.classification), given, rules::Pack::Start::Findings);
  std::optional<statement::Assumption> answer;
  const auto because = reason_of(found.single("because"));
  if (const std::string_view value = found.single("value"); because && !value.empty() && !found.rules.empty()) {
    answer = statement::Assumption{std::string(silence.input), std::string(value), *because};
    answer->rule = found.rules.back().row;
    answer->source = found.rules.back().source;
    answer->verified = found.rules.back().verified;
  }
  const auto& kept = answers_.emplace(std::move(key), std::move(answer)).first->second;
  return kept ? &*kept : nullptr;
}

}  // namespace restage::staging
