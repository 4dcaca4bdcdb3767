// SPDX-License-Identifier: Apache-2.0
#include "course/prepared_query.h"

#include <algorithm>

#include "course/terms.h"
#include "rules/pack/cell.h"

namespace restage::course {
namespace {

using rules::FactCondition;

std::vector<std::string> plain(const std::vector<std::string>& texts) {
  std::vector<std::string> result;
  for (const std::string& text : texts) result.push_back(plain_words(text, true));
  return result;
}

bool says_any(std::string_view text, const std::vector<std::string>& phrases) {
  return std::any_of(phrases.begin(), phrases.end(), [&](const std::string& each) { return has_phrase(text, each); });
}

Fits fits_if(bool fits) { return fits ? Fits::Yes : Fits::No; }

}  // namespace

PreparedQuery::PreparedQuery(const rules::FactQuery& query, std::size_t input)
    : query_(&query),
      input_(input),
      kind_(find_fact_kind(query.fact)),
      words_(plain(query.words)),
      without_(plain(query.without)) {
  for (const std::string& name : query.names)
    names_.push_back(term_of(kind_ == nullptr ? query.fact : kind_->topic, name));
  rules::InputModel number;
  number.declaration.type = rules::InputType::Decimal;
  for (const FactCondition& written : query.conditions) {
    Condition& condition = conditions_.emplace_back(Condition{&written, {}, {}});
    for (const std::string& value : written.values) {
      condition.texts.push_back(term_of(written.attribute, value));
      if (auto cell = rules::parse_cell(value, number))
        condition.tests.insert(condition.tests.end(), cell->intervals.begin(), cell->intervals.end());
    }
  }
}

Fits PreparedQuery::fits_texts(const Condition& condition, const std::vector<std::string>& said) {
  const auto is_said = [&](const std::string& wanted) {
    return std::any_of(said.begin(), said.end(), [&](const std::string& each) { return is_phrase(each, wanted); });
  };
  const auto& texts = condition.texts;
  switch (condition.written->wanted) {
    case FactCondition::Wanted::Any:
      return fits_if(std::any_of(texts.begin(), texts.end(), is_said));
    case FactCondition::Wanted::All:
      return fits_if(std::all_of(texts.begin(), texts.end(), is_said));
    case FactCondition::Wanted::None:
      return fits_if(std::none_of(texts.begin(), texts.end(), is_said));
  }
  return Fits::No;
}

Fits PreparedQuery::fits_condition(const Condition& condition, const IndexedFact& fact) {
  const FactAttribute* attribute = fact.kind().attribute(condition.written->attribute);
  if (attribute == nullptr) return Fits::No;
  const AttributeValue value = attribute->read(fact.fact().payload);
  const bool is_none = condition.written->wanted == FactCondition::Wanted::None;
  const bool is_silent = value.text.empty() && value.list == nullptr && !value.number && !value.flag;
  if (is_silent) return is_none ? Fits::Yes : Fits::Unknown;
  if (value.number) {
    const bool passes = std::any_of(condition.tests.begin(), condition.tests.end(),
                                    [&](const rules::Interval& each) { return each.contains(*value.number); });
    return fits_if(passes != is_none);
  }
  std::vector<std::string> said;
  if (value.flag) said.emplace_back(*value.flag ? "yes" : "no");
  if (!value.text.empty()) said.push_back(term_of(attribute->name, value.text));
  if (value.list != nullptr)
    for (const std::string& each : *value.list) said.push_back(term_of(attribute->name, each));
  return fits_texts(condition, said);
}

Fits PreparedQuery::fits(const IndexedFact& fact) const {
  if (kind_ != nullptr && kind_ != &fact.kind()) return Fits::No;
  const auto is_name = [&](const std::string& name) {
    return std::any_of(fact.names().begin(), fact.names().end(),
                       [&](const std::string& each) { return is_phrase(each, name); });
  };
  if (!names_.empty() && std::none_of(names_.begin(), names_.end(), is_name)) return Fits::No;
  if (!words_.empty() && !says_any(fact.words(), words_)) return Fits::No;
  if (!without_.empty() && says_any(fact.words(), without_)) return Fits::No;
  Fits fits = Fits::Yes;
  for (const Condition& condition : conditions_) {
    fits = std::min(fits, fits_condition(condition, fact));
    if (fits == Fits::No) break;
  }
  return fits;
}

bool PreparedQuery::is_in_window(const PartialDate& date, const Moment& moment, Anchors& anchors) const {
  if (query_->within_days) {
    if (!date.is_known() || !moment.day.is_known()) return false;
    if (moment.day.latest() - date.earliest() > *query_->within_days) return false;
  }
  if (query_->since != rules::Anchor::None) {
    const auto begin = anchors.day(query_->since);
    if (!begin || !date.is_known() || date.earliest() < begin->latest()) return false;
  }
  if (query_->before != rules::Anchor::None) {
    const auto end = anchors.day(query_->before);
    if (!end || !date.is_known() || date.latest() > end->earliest()) return false;
  }
  return true;
}

PreparedInput::PreparedInput(const rules::InputModel& input) : model(&input) {
  const auto add = [&](std::string_view words, std::string_view value) {
    std::string plain = plain_words(words);
    if (!values.emplace(plain, value).second) return;
    phrases.emplace_back(std::move(plain), value);
  };
  for (const std::string& value : input.declaration.values) {
    add(value, value);
    if (value == "pos") add("positive", value);
    if (value == "neg") add("negative", value);
    for (const auto& [alias, number] : input.aliases)
      if (input.declaration.values[number] == value) add(alias, value);
  }
}

}  // namespace restage::course
