// SPDX-License-Identifier: Apache-2.0
#include "markers/formula.h"

#include <algorithm>

#include "base/text.h"
#include "course/terms.h"
#include "course/units.h"
#include "markers/formula_input.h"
#include "markers/kinetics.h"

namespace restage::markers {
namespace {

using statement::FormulaResult;
using statement::FormulaValue;
using statement::MarkerResult;
using statement::MarkerRule;
using statement::MarkerSeries;

using Inputs = std::vector<std::pair<std::string, std::string>>;

FormulaValue number(const std::optional<Decimal>& value) { return value ? FormulaValue(*value) : FormulaValue(); }
FormulaValue word(std::string_view text) { return text.empty() ? FormulaValue() : FormulaValue(std::string(text)); }
FormulaValue day(const PartialDate& date) { return word(date.text()); }
FormulaValue yes_or_no(bool yes) { return std::string(yes ? "yes" : "no"); }
FormulaValue decimal_text(const std::string& text) { return number(Decimal::parse(text)); }

/// yes, no, unconfirmed, not_applicable.
FormulaValue result_word(const MarkerRule& rule) {
  return rule.result == MarkerResult::Pending ? FormulaValue(std::string("unconfirmed"))
                                              : FormulaValue(std::string(to_string(rule.result)));
}

/// What is asked, and by what.
struct Question {
  const RuleBook& rules;
  const Json& input;
};

std::optional<Decimal> percent_change(const Decimal& from, const Decimal& to) {
  const auto difference = to.minus(from);
  const auto scaled = difference ? difference->times(Decimal::of(100)) : std::nullopt;
  constexpr int kDecimals = 6;
  return scaled ? scaled->divided_by(from, kDecimals) : std::nullopt;
}

MarkerRule ask(const Question& question, std::string_view analyte, std::string_view id, std::string_view anchor) {
  return ask_rule(question.rules, series_of(question.rules, question.input, analyte),
                  circumstances_of(question.input, anchor), id);
}

FormulaResult psa_after_prostatectomy(const Question& question) {
  const std::string id = "psa_rp/" + std::string(question.input["rule"].text());
  const MarkerRule rule = ask(question, "psa", id, "days_since_prostatectomy");
  return {{}, {{"recurrence", result_word(rule)}, {"date", day(rule.date)}, {"threshold", number(rule.threshold)}}};
}

FormulaResult after_radiation(const Question& question, std::string_view id) {
  const MarkerRule rule = ask(question, "psa", id, "days_since_radiation");
  return {{},
          {{"failure", result_word(rule)},
           {"date", day(rule.date)},
           {"nadir", number(rule.reference)},
           {"nadir_date", day(rule.reference_date)},
           {"threshold", number(rule.threshold)},
           {"class", word(rule.kind)}}};
}

FormulaResult phoenix(const Question& question) { return after_radiation(question, "psa_rt/Phoenix"); }
FormulaResult astro(const Question& question) { return after_radiation(question, "psa_rt/ASTRO1996"); }

FormulaResult pcwg3(const Question& question) {
  const MarkerRule rule = ask(question, "psa", "psa/PCWG3", "days_since_systemic");
  return {{},
          {{"progression", result_word(rule)},
           {"date", day(rule.date)},
           {"reference", number(rule.reference)},
           {"threshold", number(rule.threshold)}}};
}

/// The rule is met by the one value that is given, or would be once confirmed.
bool is_met(const MarkerRule& rule) { return rule.result == MarkerResult::Yes || rule.result == MarkerResult::Pending; }

FormulaResult psa_decline(const Question& question) {
  const auto baseline = question.input["baseline"].decimal(), value = question.input["value"].decimal();
  if (!baseline || !value) return {};
  const Pair pair = pair_of(question.rules, "psa", *baseline, *value, "days_since_systemic");
  return {{},
          {{"change_percent", number(percent_change(*baseline, *value))},
           {"psa50", is_met(ask_rule(question.rules, pair.series, pair.given, "psa/PSA50"))},
           {"psa90", is_met(ask_rule(question.rules, pair.series, pair.given, "psa/PSA90"))}}};
}

FormulaResult doubling(const Question& question) {
  MarkerSeries series = series_of(question.rules, question.input, "psa");
  measure(series);
  return {{},
          {{"doubling_time_days", number(series.doubling_days)},
           {"doubling_time_months", number(series.doubling_months)},
           {"doubling_time_days_two_points", number(series.doubling_days_two_points)}}};
}

FormulaResult validity(const Question& question) {
  const std::vector<std::string> reasons = question.rules.doubts(series_of(question.rules, question.input, "psa"));
  return {{}, {{"reliable", reasons.empty()}, {"reasons", reasons}}};
}

FormulaResult gcig(const Question& question) {
  const MarkerRule rule = ask(question, "ca125", "ca125/GCIG-progression", "days_since_systemic");
  return {{},
          {{"group", word(rule.kind)},
           {"progression", result_word(rule)},
           {"date", day(rule.date)},
           {"limit", number(rule.threshold)}}};
}

FormulaResult gcig_response(const Question& question) {
  const MarkerRule rule = ask(question, "ca125", "ca125/GCIG-response", "days_since_systemic");
  const bool evaluable = rule.result != MarkerResult::NotApplicable;
  return {{},
          {{"evaluable", evaluable},
           {"response", evaluable ? word(rule.kind.empty() ? "none" : rule.kind) : FormulaValue()},
           {"date", rule.result == MarkerResult::Yes ? day(rule.date) : FormulaValue()}}};
}

FormulaResult half_life(const Question& question) {
  const Json& input = question.input;
  const auto first = input["v1"].decimal(), second = input["v2"].decimal(), limit = input["limit_days"].decimal();
  const auto from = PartialDate::parse(input["d1"].text()), to = PartialDate::parse(input["d2"].text());
  if (!first || !second || !from || !to) return {};
  const Measured points[] = {{from->earliest(), *first}, {to->earliest(), *second}};
  const auto days = half_life_days(points);
  FormulaResult result{{}, {{"half_life_days", number(days)}}};
  if (limit) result.values.emplace_back("slower_than_limit", !days || *days > *limit);
  return result;
}

FormulaResult expected_after(const Question& question) {
  const auto start = question.input["v0"].decimal(), days = question.input["days"].decimal(),
             half = question.input["half_life_days"].decimal();
  if (!start || !days || !half) return {};
  return {{}, {{"expected_value", number(value_after(*start, *days, *half))}}};
}

FormulaResult days_to(const Question& question) {
  const auto start = question.input["v0"].decimal(), target = question.input["target"].decimal(),
             half = question.input["half_life_days"].decimal();
  if (!start || !target || !half) return {};
  return {{}, {{"days", number(days_until(*start, *target, *half))}}};
}

constexpr int kRatioDecimals = 9;

std::optional<Decimal> ldh_ratio(const Json& input) {
  const auto value = input["ldh"].decimal(), upper = input["ldh_upper"].decimal();
  return value && upper ? value->divided_by(*upper, kRatioDecimals) : std::nullopt;
}

/// Known to lie above the limit of normal, known not to; nullopt: one of the two is missing.
std::optional<bool> is_raised(const Json& input, const std::string& name) {
  const auto value = input[name].decimal(), upper = input[name + "_upper"].decimal();
  return value && upper ? std::optional(*value > *upper) : std::nullopt;
}

void add_markers(const Json& input, Inputs& inputs) {
  const auto add = [&](const char* name, const std::optional<Decimal>& value) {
    if (value) inputs.emplace_back(name, value->text());
  };
  add("afp_ng_per_ml", input["afp"].decimal());
  add("hcg_iu_per_l", input["hcg"].decimal());
  add("ldh_ratio", ldh_ratio(input));
}

FormulaResult s_category(const Question& question) {
  Inputs inputs;
  add_markers(question.input, inputs);
  bool any_raised = false, all_known = true;
  for (const char* name : {"afp", "hcg", "ldh"}) {
    const auto raised = is_raised(question.input, name);
    any_raised = any_raised || raised.value_or(false);
    all_known = all_known && raised.has_value();
  }
  if (any_raised || all_known) inputs.emplace_back("markers_normal", any_raised ? "no" : "yes");
  const std::string category = question.rules.answer("ajcc-8-testis", inputs, "s");
  const auto ratio = ldh_ratio(question.input);
  return {{}, {{"s", std::string(category.empty() ? "SX" : category)}, {"ldh_times_upper", number(ratio)}}};
}

FormulaResult igcccg(const Question& question) {
  const std::string type(question.input["type"].text());
  const auto raised = is_raised(question.input, "afp");
  Inputs inputs{{"histology_class", type}, {"primary_site", std::string(question.input["primary"].text())}};
  if (raised) inputs.emplace_back("afp_raised", *raised ? "yes" : "no");
  std::string group = question.rules.answer("markers-germ-cell-1", inputs, "instead");
  if (group.empty() || group == "none") {
    add_markers(question.input, inputs);
    if (const auto flag = question.input["nonpulmonary_visceral"].flag())
      inputs.emplace_back("nonpulmonary_visceral", *flag ? "yes" : "no");
    group = question.rules.answer("igcccg-1997", inputs, "group");
  }
  return {{}, {{"group", word(group)}}};
}

/// Plain members of the input as inputs of a pack: flags yes and no, numbers and words as they are.
Inputs members_of(const Json& input) {
  Inputs inputs;
  input.each_member([&](std::string_view name, const Json& value) {
    if (const auto flag = value.flag())
      inputs.emplace_back(name, *flag ? "yes" : "no");
    else if (const auto decimal = value.decimal())
      inputs.emplace_back(name, decimal->text());
    else if (!value.text().empty())
      inputs.emplace_back(name, value.text());
  });
  return inputs;
}

FormulaResult thyroglobulin(const Question& question) {
  Inputs inputs = members_of(question.input);
  const std::string edition(question.input["edition"].text());
  const bool stimulated = question.input["stimulated"].flag().value_or(false);
  for (auto& [name, text] : inputs) {
    if (name == "tg") name = stimulated ? "tg_stimulated" : "value";
    if (name == "stimulated_tg") name = "tg_stimulated";
    if (name == "structural") {
      name = "imaging";
      text = text == "yes" ? "structural" : "negative";
    }
  }
  const std::string found =
      question.rules.answer("markers-thyroglobulin-1", inputs, edition == "2025" ? "ata2025" : "ata2015");
  return {{}, {{"class", found == "none" ? FormulaValue() : word(found)}}};
}

FormulaResult calcitonin(const Question& question) {
  return {{}, {{"branch", word(question.rules.answer("markers-calcitonin-1", members_of(question.input), "branch"))}}};
}

FormulaResult cea(const Question& question) {
  const std::string written(question.input["rule"].text());
  const std::string rule_word = written.find("preop") != std::string::npos ? "preoperative" : written;
  const MarkerRule rule = ask(question, "cea", "cea/" + rule_word, "days_since_surgery");
  return {{},
          {{"trigger", result_word(rule)},
           {"above", result_word(rule)},
           {"date", day(rule.date)},
           {"reference", number(rule.reference)},
           {"cut", number(rule.threshold)}}};
}

FormulaResult ratio(const Question& question) {
  const Json& input = question.input;
  const auto reference = input["reference"].decimal(), value = input["value"].decimal();
  if (!reference || !value || reference->is_zero()) return {};
  FormulaResult result{{},
                       {{"ratio", number(value->divided_by(*reference, kRatioDecimals))},
                        {"change_percent", number(percent_change(*reference, *value))}}};
  std::optional<Decimal> limit = input["limit_ratio"].decimal();
  if (const auto percent = input["limit_percent"].decimal(); percent && !limit) {
    const auto whole = percent->plus(Decimal::of(100));
    limit = whole ? whole->divided_by(Decimal::of(100), kRatioDecimals) : std::nullopt;
  }
  if (limit) {
    const auto bound = reference->times(*limit);
    result.values.emplace_back("above", yes_or_no(bound && *value >= *bound));
  }
  return result;
}

FormulaResult m_protein(const Question& question) {
  static constexpr std::pair<std::string_view, std::string_view> kAnalytes[] = {{"serum", "m_protein"},
                                                                                {"urine", "m_protein_urine"},
                                                                                {"dflc", "dflc"},
                                                                                {"marrow", "plasma_cells"},
                                                                                {"plasma", "plasma_cells"}};
  const std::string_view what = question.input["what"].text();
  const auto lowest = question.input["lowest"].decimal(), value = question.input["value"].decimal();
  const auto* analyte = std::find_if(std::begin(kAnalytes), std::end(kAnalytes),
                                     [&](const auto& each) { return what.starts_with(each.first); });
  if (!lowest || !value || analyte == std::end(kAnalytes)) return {};
  const Pair pair = pair_of(question.rules, analyte->second, *lowest, *value, {});
  const MarkerRule rule = ask_rule(question.rules, pair.series, pair.given, "myeloma/IMWG");
  return {{},
          {{"rise", number(value->minus(*lowest))},
           {"rise_percent", number(percent_change(*lowest, *value))},
           {"criterion", yes_or_no(is_met(rule))}}};
}

FormulaResult convert(const Question& question) {
  const Json& input = question.input;
  const auto value = input["value"].decimal();
  if (!value) return {};
  const std::string analyte = course::term_of("lab", input["analyte"].text());
  return {{}, {{"value", number(course::in_unit(*value, input["from"].text(), input["to"].text(), analyte))}}};
}

FormulaResult corrected_calcium(const Question& question) {
  return {{},
          {{"corrected_mmol_per_l",
            decimal_text(question.rules.answer("markers-chemistry-1", members_of(question.input), "corrected_mmol"))}}};
}

FormulaResult corrected_calcium_mg(const Question& question) {
  Inputs inputs;
  for (const auto& [name, text] : members_of(question.input)) inputs.emplace_back(name + "_conventional", text);
  return {
      {},
      {{"corrected_mg_per_dl", decimal_text(question.rules.answer("markers-chemistry-1", inputs, "corrected_mg"))}}};
}

FormulaResult egfr(const Question& question) {
  constexpr std::string_view kPack = "egfr-ckd-epi-2021";
  Inputs inputs = members_of(question.input);
  for (auto& [name, text] : inputs)
    if (name == "age") name = "age_years";
  if (const auto molar = question.input["creatinine_umol_per_l"].decimal())
    if (const auto mass = course::in_unit(*molar, "umol/L", "mg/dL", "creatinine"))
      inputs.emplace_back("creatinine_mg_per_dl", mass->text());
  const bool female = question.input["sex"].text() == "female";
  return {{},
          {{"egfr", decimal_text(question.rules.answer(kPack, inputs, female ? "egfr_female" : "egfr_male"))},
           {"category", word(question.rules.answer(kPack, inputs, "category"))}}};
}

FormulaResult assay(const Question& question) {
  const std::vector<MarkerSeries> series = several_series_of(question.rules, question.input);
  const bool one = series.size() == 1;
  FormulaValue reason;
  for (std::size_t i = 1; i < series.size(); ++i)
    reason = std::string(series[i].assay != series[0].assay ? "assay" : "unit");
  return {{}, {{"one_series", one}, {"reason", reason}}};
}

FormulaResult censored(const Question& question) {
  std::vector<bool> usable;
  question.input["values"].each([&](const Json& value) { usable.push_back(!point_of({}, value).censored()); });
  return {{}, {{"usable_in_slope", usable}}};
}

struct Kind {
  std::string_view name;
  FormulaResult (*answer)(const Question&);
};

constexpr Kind kKinds[] = {
    {"psa_rp", psa_after_prostatectomy},
    {"phoenix", phoenix},
    {"astro1996", astro},
    {"pcwg3", pcwg3},
    {"psa_decline", psa_decline},
    {"doubling", doubling},
    {"psadt_validity", validity},
    {"gcig", gcig},
    {"gcig_response", gcig_response},
    {"halflife", half_life},
    {"expected_after", expected_after},
    {"days_to", days_to},
    {"s_category", s_category},
    {"igcccg", igcccg},
    {"tg", thyroglobulin},
    {"calcitonin", calcitonin},
    {"cea", cea},
    {"ratio", ratio},
    {"mprotein", m_protein},
    {"convert", convert},
    {"corrected_calcium", corrected_calcium},
    {"corrected_calcium_mg", corrected_calcium_mg},
    {"egfr", egfr},
    {"assay", assay},
    {"censored", censored},
};

}  // namespace

std::vector<std::string> formula_kinds() {
  std::vector<std::string> names;
  for (const Kind& kind : kKinds) names.emplace_back(kind.name);
  return names;
}

Result<FormulaResult> answer_formula(const RuleBook& rules, std::string_view kind, const Json& input) {
  for (const Kind& known : kKinds) {
    if (known.name != kind) continue;
    FormulaResult result = known.answer({rules, input});
    result.kind = kind;
    if (result.values.empty())
      return Error{ErrorCode::InvalidArgument, "a value that the formula needs is missing or no number",
                   std::string(kind)};
    return result;
  }
  return Error{ErrorCode::InvalidArgument, "no such formula; there are " + text::join(formula_kinds(), " "),
               std::string(kind)};
}

}  // namespace restage::markers
