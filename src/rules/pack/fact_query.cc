// SPDX-License-Identifier: Apache-2.0
#include "rules/pack/fact_query.h"

#include <algorithm>

#include "base/text.h"
#include "core/fact_attributes.h"
#include "rules/pack/cell.h"
#include "rules/pack/pack_model.h"

namespace restage::rules {
namespace {

using Type = FactAttribute::Type;

template <class Value>
using Word = std::pair<std::string_view, Value>;

constexpr Word<Take> kTakes[] = {
    {"present", Take::Present},
    {"absent", Take::Absent},
    {"latest", Take::Latest},
    {"first", Take::First},
    {"highest", Take::Highest},
    {"lowest", Take::Lowest},
    {"previous", Take::Previous},
    {"count", Take::Count},
    {"set", Take::Set},
    {"words", Take::Words},
    {"days_since", Take::DaysSince},
    {"days_since_first", Take::DaysSinceFirst},
    {"duration_days", Take::DurationDays},
    {"change_percent", Take::ChangePercent},
    {"rises", Take::Rises},
    {"ratio_to_limit", Take::RatioToLimit},
};

constexpr Word<Anchor> kAnchors[] = {
    {"diagnosis", Anchor::Diagnosis},          {"first_treatment", Anchor::FirstTreatment},
    {"last_treatment", Anchor::LastTreatment}, {"last_treatment_end", Anchor::LastTreatmentEnd},
    {"last_systemic", Anchor::LastSystemic},   {"last_radiation", Anchor::LastRadiation},
    {"last_surgery", Anchor::LastSurgery},     {"disease_free", Anchor::DiseaseFree},
    {"last_visit", Anchor::LastVisit},
};

constexpr Word<FactDay> kDays[] = {{"start", FactDay::Start}, {"end", FactDay::End}, {"until", FactDay::Until}};

constexpr Take kOfFlag[] = {Take::Present, Take::Absent, Take::Latest, Take::First};
constexpr Take kOfCode[] = {Take::Latest, Take::First, Take::Previous, Take::Words};
constexpr Take kOfSet[] = {Take::Set, Take::Words, Take::Latest};
constexpr Take kOfNumber[] = {Take::Latest,       Take::First,         Take::Highest,   Take::Lowest,
                              Take::Previous,     Take::Count,         Take::DaysSince, Take::DaysSinceFirst,
                              Take::DurationDays, Take::ChangePercent, Take::Rises,     Take::RatioToLimit};

std::span<const Take> takes_of(InputType type) {
  if (type == InputType::Flag) return kOfFlag;
  if (type == InputType::Code) return kOfCode;
  if (type == InputType::Set) return kOfSet;
  return kOfNumber;
}

template <class Words>
std::string listed(const Words& words) {
  std::string list;
  for (const auto& [word, value] : words) list += (list.empty() ? "" : " ") + std::string(word);
  return list;
}

class QueryReader {
 public:
  QueryReader(const WrittenQuery& written, const InputModel& input,
              const std::function<void(std::string, std::string)>& error)
      : written_(written), input_(input), error_(error) {}

  FactQuery run() {
    query_.take = takes_of(input_.declaration.type).front();
    find_kind();
    for (const auto& [key, values] : written_)
      if (!read_control(key, values)) read_condition(key, values);
    check();
    return std::move(query_);
  }

 private:
  void find_kind() {
    for (const auto& [key, values] : written_)
      if (key == "fact") query_.fact = values.empty() ? std::string{} : values.front();
    kind_ = find_fact_kind(query_.fact);
    if (kind_ != nullptr || is_subject()) return;
    std::string list;
    for (const FactKind& each : fact_kinds()) list += std::string(each.name) + " ";
    error_("from.fact", "`" + query_.fact + "` is no kind of fact: " + list + "patient tumor focus");
  }
  bool is_subject() const { return query_.fact == "patient" || query_.fact == "tumor" || query_.fact == "focus"; }

  template <class Words, class Value>
  void read_word(std::string_view key, const std::vector<std::string>& values, const Words& words, Value& value) {
    const auto* found = std::find_if(std::begin(words), std::end(words), [&](const auto& each) {
      return values.size() == 1 && each.first == values.front();
    });
    if (found != std::end(words))
      value = found->second;
    else
      error_("from." + std::string(key), "`" + text::join(values, ", ") + "` is not one of: " + listed(words));
  }

  bool read_control(std::string_view key, const std::vector<std::string>& values) {
    if (key == "fact") return true;
    if (key == "name") return query_.names = values, true;
    if (key == "words") return query_.words = values, true;
    if (key == "without") return query_.without = values, true;
    if (key == "since") return read_word(key, values, kAnchors, query_.since), true;
    if (key == "before") return read_word(key, values, kAnchors, query_.before), true;
    if (key == "day") return read_word(key, values, kDays, query_.day), true;
    if (key == "take") return read_word(key, values, kTakes, query_.take), true;
    if (key == "against") return read_word(key, values, kTakes, query_.against), true;
    if (key == "of") {
      query_.of = values.empty() ? std::string{} : values.front();
      if (!knows(query_.of)) error_("from.of", no_attribute(query_.of));
      return true;
    }
    if (key != "within_days") return false;
    const auto days = values.size() == 1 ? Decimal::parse(values.front()) : std::nullopt;
    if (days && days->is_integer() && !days->is_negative() && days->digits() < 100000)
      query_.within_days = static_cast<int>(days->digits());
    else
      error_("from.within_days", "a whole number of days is needed");
    return true;
  }

  bool knows(std::string_view name) const {
    const auto in = [&](std::span<const std::string_view> names) {
      return std::find(names.begin(), names.end(), name) != names.end();
    };
    if (query_.fact == "patient") return in(kPatientAttributes);
    if (query_.fact == "tumor") return in(kTumorAttributes);
    if (kind_ != nullptr) return kind_->attribute(name) != nullptr;
    const auto kinds = fact_kinds();
    return std::any_of(kinds.begin(), kinds.end(),
                       [&](const FactKind& each) { return each.attribute(name) != nullptr; });
  }

  std::string no_attribute(std::string_view name) const {
    return "`" + std::string(name) + "` is no word of a query and nothing that a fact of the kind " + query_.fact +
           " says";
  }

  void read_condition(std::string_view key, const std::vector<std::string>& values) {
    FactCondition condition;
    condition.values = values;
    for (const auto& [ending, wanted] :
         {std::pair<std::string_view, FactCondition::Wanted>{"_all", FactCondition::Wanted::All},
          {"_none", FactCondition::Wanted::None}})
      if (key.ends_with(ending) && !knows(key)) {
        key.remove_suffix(ending.size());
        condition.wanted = wanted;
      }
    condition.attribute = key;
    const std::string place = "from." + std::string(key);
    if (!knows(key)) return error_(place, no_attribute(key));
    if (values.empty()) return error_(place, "names no value");
    const FactAttribute* attribute = kind_ == nullptr ? nullptr : kind_->attribute(key);
    if (attribute != nullptr) check_values(place, attribute->type, values);
    query_.conditions.push_back(std::move(condition));
  }

  void check_values(const std::string& place, Type type, const std::vector<std::string>& values) {
    InputModel number;
    number.declaration.type = InputType::Decimal;
    for (const std::string& value : values) {
      if (type == Type::Flag && value != "yes" && value != "no") error_(place, "`" + value + "` is neither yes nor no");
      if (type == Type::Number && !parse_cell(value, number)) error_(place, "`" + value + "` is no test of a number");
      if (type == Type::Date) error_(place, "a day is asked for with since, before or within_days");
    }
  }

  void check() {
    const auto takes = takes_of(input_.declaration.type);
    if (std::find(takes.begin(), takes.end(), query_.take) == takes.end())
      error_("from.take", "gives no value of the type of this input");
    static constexpr Take kReferences[] = {Take::Previous, Take::First, Take::Lowest, Take::Highest};
    if (std::find(std::begin(kReferences), std::end(kReferences), query_.against) == std::end(kReferences))
      error_("from.against", "is one of previous first lowest highest");
    const bool takes_number = input_.is_number() && query_.take != Take::Count && query_.take != Take::DaysSince &&
                              query_.take != Take::DaysSinceFirst && query_.take != Take::DurationDays;
    if (kind_ != nullptr && query_.of.empty() && takes_number && kind_->number.empty())
      error_("from.of", "a fact of this kind has no number of its own; name the attribute to take");
    const bool needs_of =
        is_subject() && query_.take != Take::Present && query_.take != Take::Absent && query_.take != Take::Words;
    if (needs_of && query_.of.empty()) error_("from.of", "name the attribute to take");
  }

  const WrittenQuery& written_;
  const InputModel& input_;
  const std::function<void(std::string, std::string)>& error_;
  FactQuery query_;
  const FactKind* kind_ = nullptr;
};

}  // namespace

FactQuery read_fact_query(const WrittenQuery& written, const InputModel& input,
                          const std::function<void(std::string, std::string)>& error) {
  return QueryReader(written, input, error).run();
}

}  // namespace restage::rules
