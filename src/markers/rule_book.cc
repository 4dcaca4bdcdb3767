// SPDX-License-Identifier: Apache-2.0
#include "markers/rule_book.h"

#include <algorithm>
#include <set>
#include <unordered_map>

#include "base/text.h"
#include "markers/kinetics.h"
#include "rules/run/collector.h"

namespace restage::markers {
namespace {

using statement::MarkerPoint;
using statement::MarkerResult;
using statement::MarkerRule;
using statement::MarkerSeries;

constexpr std::string_view kPrefix = "markers-";
constexpr std::string_view kDaysSince = "days_since_";

/// Made once a pack: the rows of its table `rules` as they are carried out.
using Rules = std::unordered_map<const rules::RowModel*, SeriesRule>;

std::string_view cell(const rules::TableModel& table, const rules::RowModel& row, std::string_view column) {
  rules::CollectedRow cells;
  cells.model = &table;
  cells.rule = &row;
  return cells.result(column);
}

statement::RuleSource source_of(const rules::Pack& pack, const SeriesRule& rule) {
  statement::RuleSource source;
  const std::string_view written = rule.row->source;
  const std::size_t hash = std::min(written.find('#'), written.size());
  if (const rules::SourceDeclaration* declared = pack.model()->source(written.substr(0, hash)))
    source.document = declared->citation;
  if (hash < written.size()) source.section = written.substr(hash + 1);
  source.verified = rule.row->verified;
  source.pack = pack.identity().id;
  source.table = rule.table;
  source.row = rule.row->id;
  return source;
}

bool is_left_out(const Policies& policies, const SeriesRule& rule) {
  return std::any_of(policies.begin(), policies.end(), [&](const auto& choice) {
    return choice.first == rule.policy && rule.id != choice.first + "/" + choice.second;
  });
}

bool is_chosen(const Policies& policies, const MarkerRule& rule, bool is_default) {
  for (const auto& [policy, word] : policies)
    if (policy == rule.policy) return rule.id == policy + "/" + word;
  return is_default || rule.policy.empty();
}

}  // namespace

std::optional<Day> Circumstances::day(std::string_view name) const {
  for (const auto& [known, day] : days)
    if (known == name) return day;
  return std::nullopt;
}

struct RuleBook::MarkerPack {
  explicit MarkerPack(const rules::Pack& of) : pack(&of), plan(of), collector(of) {}

  bool knows(std::string_view analyte) const {
    const rules::InputModel* input = pack->model()->input("analyte");
    return input != nullptr && input->value_number(analyte).has_value();
  }

  const rules::Pack* pack;
  course::QueryPlan plan;
  mutable rules::Collector collector;
  Rules rules;
};

/// One thing that makes a doubling time unreliable; each row of the table `doubts` has one.
struct RuleBook::Doubt {
  std::vector<std::string> analytes;  ///< empty: any
  std::string reason;
  std::optional<Decimal> values, least, apart_days, spread_months;
  bool rising = false;
  int window_months = 0;  ///< only values of so many months up to the last are looked at; 0: all
};

RuleBook::RuleBook(const rules::PackLibrary& library) : library_(&library) {}
RuleBook::~RuleBook() = default;
RuleBook::RuleBook(RuleBook&&) noexcept = default;

Result<RuleBook> RuleBook::load(const rules::PackLibrary& library) {
  auto packs = library.with_prefix(kPrefix);
  if (!packs) return std::move(packs).error();
  RuleBook book(library);
  for (const rules::Pack* pack : *packs)
    if (auto added = book.add(*pack); !added) return std::move(added).error();
  return book;
}

Result<void> RuleBook::add(const rules::Pack& pack) {
  auto added = std::make_unique<MarkerPack>(pack);
  for (const rules::TableModel& table : pack.model()->tables) {
    if (table.id == "rules")
      for (const rules::RowModel& row : table.rows) {
        auto rule = SeriesRule::read(table, row);
        if (!rule) return std::move(rule).error();
        added->rules.emplace(&row, std::move(*rule));
      }
    if (table.id == "analytes")
      if (auto done = add_analytes(table); !done) return done;
    if (table.id == "doubts")
      if (auto done = add_doubts(table); !done) return done;
  }
  packs_.push_back(std::move(added));
  return {};
}

Result<void> RuleBook::add_analytes(const rules::TableModel& table) {
  for (const rules::RowModel& row : table.rows)
    for (const std::string_view analyte : text::split(row.cells.front().text, ','))
      units_.emplace(text::trim(analyte), cell(table, row, "unit"));
  return {};
}

Result<void> RuleBook::add_doubts(const rules::TableModel& table) {
  for (const rules::RowModel& row : table.rows) {
    Doubt doubt;
    if (!row.cells.front().any)
      for (const std::string_view analyte : text::split(row.cells.front().text, ','))
        doubt.analytes.emplace_back(text::trim(analyte));
    doubt.reason = cell(table, row, "reason");
    const std::string_view test = cell(table, row, "test");
    const std::size_t blank = std::min(test.find(' '), test.size());
    const std::string_view name = test.substr(0, blank);
    const auto number = Decimal::parse(text::trim(test.substr(blank)));
    if (name == "values") doubt.values = number;
    if (name == "least") doubt.least = number;
    if (name == "apart_days") doubt.apart_days = number;
    if (name == "spread_months") doubt.spread_months = number;
    doubt.rising = name == "rising";
    const auto months = Decimal::parse(cell(table, row, "window_months"));
    if (months) doubt.window_months = static_cast<int>(months->digits());
    if (!doubt.rising && !number)
      return Error{ErrorCode::InvalidArgument, "no test of a doubling time: " + std::string(test), row.id};
    doubts_.push_back(std::move(doubt));
  }
  return {};
}

std::vector<std::string> RuleBook::rule_ids() const {
  std::set<std::string> ids;
  for (const auto& pack : packs_)
    for (const auto& [row, rule] : pack->rules) ids.emplace(rule.id);
  return {ids.begin(), ids.end()};
}

Result<Policies> RuleBook::policies(std::string_view text) const {
  std::set<std::string> known;
  for (const auto& pack : packs_)
    for (const auto& [row, rule] : pack->rules)
      if (!rule.policy.empty())
        known.insert(std::string(rule.policy) + "=" + std::string(rule.id.substr(rule.policy.size() + 1)));
  Policies chosen;
  for (const std::string_view part : text::split(text, ',')) {
    const std::string wanted(text::trim(part));
    if (wanted.empty()) continue;
    if (!known.contains(wanted))
      return Error{ErrorCode::InvalidArgument,
                   "no such choice; there are " + text::join({known.begin(), known.end()}, " "), wanted};
    const std::size_t equals = wanted.find('=');
    chosen.emplace_back(wanted.substr(0, equals), wanted.substr(equals + 1));
  }
  return chosen;
}

void RuleBook::judge_series(const course::FactIndex& index, const course::Moment& moment, const Policies& policies,
                            std::vector<MarkerSeries>& series) const {
  if (index.tumor() == nullptr) return;
  const Tumor& tumor = *index.tumor();
  const rules::SiteQuery primary{tumor.site.topography, tumor.site.histology, tumor.site.behavior, tumor.diagnosed, {}};
  const auto applying = library_->with_prefix(kPrefix, &primary);
  if (!applying) return;  // they were loaded before, so this does not fail
  for (const auto& pack : packs_) {
    if (std::find(applying->begin(), applying->end(), pack->pack) == applying->end()) continue;
    if (std::none_of(series.begin(), series.end(), [&](const MarkerSeries& each) { return pack->knows(each.analyte); }))
      continue;
    Circumstances found;
    for (const course::ReadInput& input : pack->plan.read(index, moment).inputs) {
      if (input.text.empty()) continue;
      const auto days = input.name.starts_with(kDaysSince) ? Decimal::parse(input.text) : std::nullopt;
      if (days)
        found.days.emplace_back(input.name, moment.day.earliest() - static_cast<Day>(days->digits()));
      else
        found.inputs.emplace_back(input.name, input.text);
    }
    for (MarkerSeries& each : series) {
      std::vector<MarkerRule> rules;
      judge_pack(*pack, each, found, {}, rules);
      for (MarkerRule& rule : rules) {
        const auto by_id = [&](const auto& entry) { return entry.second.id == rule.id; };
        const auto written = std::find_if(pack->rules.begin(), pack->rules.end(), by_id);
        if (is_left_out(policies, written->second)) continue;
        rule.chosen = is_chosen(policies, rule, written->second.is_default);
        rule.tumor = tumor.id;
        each.rules.push_back(std::move(rule));
      }
    }
  }
}

std::vector<MarkerRule> RuleBook::judge_by(const MarkerSeries& series, const Circumstances& given,
                                           std::string_view id) const {
  std::vector<MarkerRule> rules;
  for (const auto& pack : packs_) judge_pack(*pack, series, given, id, rules);
  return rules;
}

namespace {

std::string doubling_months_text(const MarkerSeries& series, std::optional<Day> after) {
  std::vector<Measured> points = measured(series.points);
  std::erase_if(points, [&](const Measured& point) { return after && point.day <= *after; });
  const auto days = doubling_days(points);
  const auto months = days ? months_of(*days) : std::nullopt;
  return months ? months->text() : std::string();
}

/// The class that the tables of a pack give for the last value of a series.
Judged judge_table(const rules::Pack& pack, const SeriesRule& rule, const MarkerSeries& series,
                   const Circumstances& given) {
  Judged judged;
  if (series.points.empty()) return judged;
  const MarkerPoint& last = series.points.back();
  // A limit of detection stands for what lies just below it.
  const auto below = last.comparator.starts_with('<') ? last.value.minus(Decimal::of(1, 6)) : std::nullopt;
  const std::string value = below.value_or(last.value).text(), upper = last.upper ? last.upper->text() : std::string();
  const std::string doubling = doubling_months_text(series, given.day(rule.after));
  std::vector<rules::GivenInput> inputs;
  for (const auto& [name, text] : given.inputs) inputs.push_back({name, text});
  inputs.push_back({"value", value});
  if (!upper.empty()) inputs.push_back({"upper", upper});
  if (!doubling.empty()) inputs.push_back({"doubling_months", doubling});
  const rules::Evaluation result = pack.evaluate("c", inputs, rules::Pack::Start::Findings);
  const std::string_view kind = result.single(rule.output);
  if (kind.empty() || kind == "none") return judged;
  judged.kind = kind;
  judged.in_course = true;
  const bool met = std::find(rule.met_by.begin(), rule.met_by.end(), kind) != rule.met_by.end();
  judged.result = met ? MarkerResult::Yes : MarkerResult::No;
  if (met) judged.day = last.date.earliest();
  judged.evidence.push_back(&last);
  return judged;
}

/// Nothing that disturbs the marker lies shortly before the day that values count from.
bool is_clear(const SeriesRule& rule, std::optional<Day> anchor, const Circumstances& given) {
  const auto disturbed = given.day(rule.clear_of);
  return !anchor || !disturbed || *disturbed > *anchor || *anchor - *disturbed > rule.clear_days;
}

MarkerRule said(const rules::Pack& pack, const SeriesRule& rule, const Judged& judged) {
  MarkerRule result;
  result.id = rule.id;
  result.policy = rule.policy;
  result.defines = rule.defines;
  result.result = judged.result;
  if (judged.day) result.date = PartialDate::from_day(*judged.day);
  result.threshold = judged.threshold;
  result.reference = judged.reference;
  if (judged.reference_day) result.reference_date = PartialDate::from_day(*judged.reference_day);
  const bool event = judged.result == MarkerResult::Yes || judged.result == MarkerResult::Pending;
  result.kind = judged.kind;
  // The class of a row names its event, or the course that the row supposes.
  if (result.kind.empty() && (event || (judged.in_course && !rule.courses.empty()))) result.kind = rule.kind;
  for (const MarkerPoint* point : judged.evidence)
    if (!point->fact.empty() &&
        std::find(result.evidence.begin(), result.evidence.end(), point->fact) == result.evidence.end())
      result.evidence.push_back(point->fact);
  result.source = source_of(pack, rule);
  return result;
}

}  // namespace

void RuleBook::judge_pack(const MarkerPack& pack, const MarkerSeries& series, const Circumstances& given,
                          std::string_view id, std::vector<MarkerRule>& rules) const {
  if (!pack.knows(series.analyte)) return;
  const auto unit = units_.find(series.analyte);
  if (unit != units_.end() && unit->second != series.unit) return;  // limits are written in that unit
  std::vector<rules::GivenInput> inputs{{"analyte", series.analyte}};
  for (const auto& [name, text] : given.inputs) inputs.push_back({name, text});
  std::vector<std::pair<const SeriesRule*, Judged>> answers;
  for (const rules::CollectedRow& row : pack.collector.collect(inputs).hits) {
    const auto found = pack.rules.find(row.rule);
    if (found == pack.rules.end() || (!id.empty() && found->second.id != id)) continue;
    const SeriesRule& rule = found->second;
    const auto anchor = given.day(rule.after);
    Judged judged;
    if (rule.form == Form::Table)
      judged = judge_table(*pack.pack, rule, series, given);
    else if (is_clear(rule, anchor, given))
      judged = judge(rule, series.points, anchor);
    const auto same =
        std::find_if(answers.begin(), answers.end(), [&](const auto& answer) { return answer.first->id == rule.id; });
    if (same == answers.end())
      answers.emplace_back(&rule, std::move(judged));
    else if (stands_before(judged, same->second))
      *same = {&rule, std::move(judged)};
  }
  for (const auto& [rule, judged] : answers) rules.push_back(said(*pack.pack, *rule, judged));
}

std::vector<std::string> RuleBook::doubts(const MarkerSeries& series) const {
  std::vector<std::string> reasons;
  for (const Doubt& doubt : doubts_) {
    if (!doubt.analytes.empty() &&
        std::find(doubt.analytes.begin(), doubt.analytes.end(), series.analyte) == doubt.analytes.end())
      continue;
    std::vector<Measured> points = measured(series.points);
    if (doubt.window_months > 0 && !points.empty()) {
      const Day from = add_months(points.back().day, -doubt.window_months);
      std::erase_if(points, [&](const Measured& point) { return point.day < from; });
    }
    bool doubtful = doubt.values && Decimal::of(static_cast<std::int64_t>(points.size())) < *doubt.values;
    for (std::size_t i = 0; i < points.size(); ++i) {
      doubtful |= doubt.least && points[i].value < *doubt.least;
      if (i == 0) continue;
      doubtful |= doubt.rising && points[i].value <= points[i - 1].value;
      doubtful |= doubt.apart_days && Decimal::of(points[i].day - points[i - 1].day) < *doubt.apart_days;
    }
    if (doubt.spread_months)
      doubtful |= points.empty() ||
                  add_months(points.front().day, static_cast<int>(doubt.spread_months->digits())) > points.back().day;
    if (doubtful && std::find(reasons.begin(), reasons.end(), doubt.reason) == reasons.end())
      reasons.push_back(doubt.reason);
  }
  return reasons;
}

std::string RuleBook::answer(std::string_view pack, const std::vector<std::pair<std::string, std::string>>& inputs,
                             std::string_view output) const {
  const auto found = library_->by_id(pack);
  if (!found) return {};
  std::vector<rules::GivenInput> given;
  for (const auto& [name, text] : inputs) given.push_back({name, text});
  return std::string((*found)->evaluate("c", given, rules::Pack::Start::Findings).single(output));
}

}  // namespace restage::markers
