// SPDX-License-Identifier: Apache-2.0
// What is taken from the facts that speak to an input: presence, a number of a series, a span of days, words.
#include "course/prepared_query.h"

#include <algorithm>

#include "course/terms.h"
#include "course/units.h"

namespace restage::course {
namespace {

using rules::InputType;
using rules::Take;

constexpr int kDecimals = 6;  // of quotients: change and ratio

/// The series of a number: one value a day, that of the day's last fact.
struct Point {
  const Match* match = nullptr;
  std::optional<Decimal> value;
};

const FactAttribute* taken_attribute(const Match& match, std::string_view default_name) {
  const std::string& of = match.query->query().of;
  return match.fact->kind().attribute(of.empty() ? default_name : std::string_view(of));
}

std::optional<Decimal> number_of(const Match& match, std::string_view unit) {
  const FactKind& kind = match.fact->kind();
  const FactAttribute* attribute = taken_attribute(match, kind.number);
  if (attribute == nullptr) return std::nullopt;
  const AttributeValue said = attribute->read(match.fact->fact().payload);
  std::optional<Decimal> number = said.number;
  if (!number && !said.text.empty()) number = Decimal::parse(said.text);
  const bool has_unit = attribute->name == kind.number || attribute->name.ends_with("_limit");
  const FactAttribute* of_unit = has_unit ? kind.attribute("unit") : nullptr;
  if (!number || unit.empty() || of_unit == nullptr) return number;
  return in_unit(*number, of_unit->read(match.fact->fact().payload).text, unit,
                 match.fact->names().empty() ? std::string_view{} : std::string_view(match.fact->names().front()));
}

class Taking {
 public:
  Taking(const PreparedInput& input, const std::vector<Match>& matches, const Moment& moment)
      : input_(input), matches_(matches), moment_(moment) {}

  Taken run(Take take) {
    switch (take) {
      case Take::Present:
      case Take::Absent:
        presence(take);
        break;
      case Take::Count:
        for (const Match& match : matches_) rest_on(match);
        taken_.text = std::to_string(matches_.size());
        break;
      case Take::Set:
        members();
        break;
      case Take::Words:
        words();
        break;
      case Take::DaysSince:
        days_since(matches_.back());
        break;
      case Take::DaysSinceFirst:
        days_since(matches_.front());
        break;
      case Take::DurationDays:
        duration();
        break;
      default:
        if (input_.model->is_number())
          number(take);
        else
          word(take);
    }
    if (taken_.text.empty()) taken_.facts.clear();
    return std::move(taken_);
  }

 private:
  void rest_on(const Match& match) {
    const Fact* fact = &match.fact->fact();
    if (std::find(taken_.facts.begin(), taken_.facts.end(), fact) == taken_.facts.end()) taken_.facts.push_back(fact);
  }

  /// By the last day that anything is said of it; on one day presence outweighs absence.
  void presence(Take take) {
    bool present = false;
    const PartialDate& last = matches_.back().date;
    for (const Match& match : matches_) present |= match.date == last && !match.fact->is_absence();
    for (const Match& match : matches_)
      if (match.fact->is_absence() != present && (present || match.date == last)) rest_on(match);
    taken_.text = present == (take == Take::Present) ? "yes" : "no";
  }

  std::vector<Point> series() const {
    std::vector<Point> points;
    for (const Match& match : matches_) {
      if (!points.empty() && points.back().match->date == match.date) points.pop_back();
      points.push_back({&match, number_of(match, input_.model->declaration.unit)});
    }
    return points;
  }

  void give(const Point& point) {
    if (!point.value) return;
    taken_.text = point.value->text();
    rest_on(*point.match);
  }

  void number(Take take) {
    if (take == Take::RatioToLimit) return ratio_to_limit();
    const std::vector<Point> points = series();
    if (take == Take::Latest) return give(points.back());
    if (take == Take::First) return give(points.front());
    if (take == Take::Previous) return points.size() > 1 ? give(points[points.size() - 2]) : void();
    if (take == Take::Rises) return rises(points);
    if (take == Take::ChangePercent) return change(points);
    if (const Match* match = extreme(take)) give({match, number_of(*match, input_.model->declaration.unit)});
  }

  /// The first of the highest or lowest numbers, of all that are said.
  const Match* extreme(Take take) const {
    const Match* found = nullptr;
    std::optional<Decimal> best;
    for (const Match& match : matches_) {
      const auto value = number_of(match, input_.model->declaration.unit);
      if (!value || (best && (take == Take::Highest ? !(*value > *best) : !(*value < *best)))) continue;
      best = value;
      found = &match;
    }
    return found;
  }

  void rises(const std::vector<Point>& points) {
    if (!points.back().value) return;
    std::size_t count = 0;
    while (count + 1 < points.size()) {
      const Point& later = points[points.size() - 1 - count];
      const Point& earlier = points[points.size() - 2 - count];
      if (!earlier.value || !(*later.value > *earlier.value)) break;
      ++count;
    }
    for (std::size_t i = points.size() - 1 - count; i < points.size(); ++i) rest_on(*points[i].match);
    taken_.text = std::to_string(count);
  }

  void change(std::vector<Point> points) {
    const Point latest = points.back();
    points.pop_back();
    if (points.empty() || !latest.value) return;
    const Take against = latest.match->query->query().against;
    const Point* reference = against == Take::First ? &points.front() : &points.back();
    if (against == Take::Lowest || against == Take::Highest)
      for (const Point& each : points)
        if (each.value && (!reference->value || (against == Take::Lowest ? *each.value < *reference->value
                                                                         : *each.value > *reference->value)))
          reference = &each;
    if (!reference->value || reference->value->is_zero() || reference->value->is_negative()) return;
    auto percent = latest.value->minus(*reference->value);
    if (percent) percent = percent->times(Decimal::of(100));
    if (percent) percent = percent->divided_by(*reference->value, kDecimals);
    if (!percent) return;
    taken_.text = percent->text();
    rest_on(*reference->match);
    rest_on(*latest.match);
  }

  void ratio_to_limit() {
    const Match& match = matches_.back();
    const FactAttribute* of_limit = match.fact->kind().attribute("upper_limit");
    const auto value = number_of(match, "");
    if (of_limit == nullptr || !value) return;
    const auto limit = of_limit->read(match.fact->fact().payload).number;
    if (!limit || limit->is_zero() || limit->is_negative()) return;
    if (const auto ratio = value->divided_by(*limit, kDecimals)) {
      taken_.text = ratio->text();
      rest_on(match);
    }
  }

  void word(Take take) {
    const bool is_previous = take == Take::Previous;
    if (is_previous && matches_.size() < 2) return;
    const Match& match = take == Take::First ? matches_.front() : matches_[matches_.size() - (is_previous ? 2 : 1)];
    const FactAttribute* attribute = taken_attribute(match, match.fact->kind().text);
    if (attribute == nullptr) return;
    const bool is_name = attribute->name == match.fact->kind().named_by;
    taken_.text = value_for(input_, is_name ? match.fact->kind().topic : attribute->name,
                            attribute->read(match.fact->fact().payload));
    rest_on(match);
  }

  void add_member(std::string_view value, const Match& match) {
    rest_on(match);
    members_.push_back(value);
  }

  void members() {
    bool stated_empty = false;
    for (const Match& match : matches_) {
      if (match.fact->is_absence()) {
        stated_empty = true;
        continue;
      }
      const FactKind& kind = match.fact->kind();
      const FactAttribute* attribute =
          taken_attribute(match, kind.attribute("members") != nullptr ? "members" : kind.text);
      if (attribute == nullptr) continue;
      const AttributeValue said = attribute->read(match.fact->fact().payload);
      const std::string_view topic = attribute->name == kind.named_by ? kind.topic : attribute->name;
      const auto add = [&](std::string_view text) {
        const auto value = input_.values.find(term_of(topic, text));
        if (value != input_.values.end()) add_member(value->second, match);
      };
      if (!said.text.empty()) add(said.text);
      if (said.list != nullptr)
        for (const std::string& each : *said.list) add(each);
    }
    write_members();
    if (!taken_.text.empty() || !stated_empty || matches_.empty()) return;
    if (!std::all_of(matches_.begin(), matches_.end(), [](const Match& each) { return each.fact->is_absence(); }))
      return;
    taken_.text = "none";
    for (const Match& match : matches_) rest_on(match);
  }

  void words() {
    const bool is_set = input_.model->declaration.type == InputType::Set;
    for (std::size_t i = matches_.size(); i-- > 0;) {
      const Match& match = matches_[i];
      for (const auto& [phrase, value] : input_.phrases) {
        if (match.fact->is_absence() || !has_phrase(match.fact->words(), phrase)) continue;
        if (is_set) {
          add_member(value, match);
          continue;
        }
        taken_.text = value;
        return rest_on(match);
      }
    }
    write_members();
    std::reverse(taken_.facts.begin(), taken_.facts.end());
  }

  /// In the order in which the pack declares them.
  void write_members() {
    for (const std::string& value : input_.model->declaration.values)
      if (std::find(members_.begin(), members_.end(), value) != members_.end())
        taken_.text.append(taken_.text.empty() ? "" : "+").append(value);
  }

  void days_since(const Match& match) {
    if (!match.date.is_exact() || !moment_.day.is_exact()) return;
    taken_.text = std::to_string(moment_.day.latest() - match.date.latest());
    rest_on(match);
  }

  /// From the earliest day that any fact dates it back to, to the last that says it is there.
  void duration() {
    std::optional<Day> begin, end;
    bool is_said = false;
    for (const Match& match : matches_) {
      if (match.fact->is_absence() || !match.date.is_exact()) continue;
      const FactAttribute* attribute = match.fact->kind().attribute("duration_days");
      const auto lasted = attribute == nullptr ? std::nullopt : attribute->read(match.fact->fact().payload).number;
      is_said |= lasted.has_value();
      const Day back = lasted ? static_cast<Day>(lasted->rounded_to(Decimal::of(1)).digits()) : 0;
      begin = std::min(begin.value_or(match.date.latest()), match.date.latest() - back);
      end = std::max(end.value_or(match.date.latest()), match.date.latest());
      rest_on(match);
    }
    if (begin && (is_said || *end > *begin)) taken_.text = std::to_string(*end - *begin);
  }

  const PreparedInput& input_;
  const std::vector<Match>& matches_;
  const Moment& moment_;
  std::vector<std::string_view> members_;
  Taken taken_;
};

}  // namespace

Taken take_from(const PreparedInput& input, std::vector<Match> matches, const Moment& moment) {
  if (matches.empty()) return {};
  std::stable_sort(matches.begin(), matches.end(),
                   [](const Match& a, const Match& b) { return PartialDate::sorts_before(a.date, b.date); });
  return Taking(input, matches, moment).run(matches.front().query->query().take);
}

std::string value_for(const PreparedInput& input, std::string_view topic, const AttributeValue& said) {
  if (input.model->is_number()) return said.number ? said.number->text() : std::string(said.text);
  const std::string_view text = said.flag ? (*said.flag ? "yes" : "no") : said.text;
  if (text.empty()) return {};
  if (const auto value = input.values.find(term_of(topic, text)); value != input.values.end())
    return std::string(value->second);
  const auto value = input.values.find(plain_words(text));
  return value == input.values.end() ? std::string{} : std::string(value->second);
}

}  // namespace restage::course
