// SPDX-License-Identifier: Apache-2.0
// Neoadjuvant response: early response during treatment, and pathological response after surgery. The stage
// after treatment (yc, yp) is the staging engine's. SOURCE: RCB: Symmans et al., J Clin Oncol 2007;25:4414;
// MUNICON: Lordick et al., Lancet Oncol 2007;8:797; GeparTrio: von Minckwitz et al., JNCI 2008;100:542.
#include "response/recist.h"

#include <array>
#include <cmath>

#include <fmt/format.h>

#include "base/text.h"

namespace restage::response {
namespace {

std::optional<Decimal> fact_number(const MeasureContext& context, statement::ResponseResult& result,
                                   std::string_view name) {
  const std::string* text = find_value(context.series.subject().facts, name);
  if (text == nullptr) return std::nullopt;
  const auto number = Decimal::parse(text::trim(*text));
  if (number && !number->is_negative()) return number;
  result.issues.push_back(make_issue(
      IssueCode::ValueUnreadable, context.series.path({}),
      fmt::format("fact {} is '{}', not a number of at least 0, and was not used", name, *text), "give a number"));
  return std::nullopt;
}

// Order: two diameters of the tumor bed, cellularity, in situ part, positive nodes, largest metastasis. A power
// law is binary floating point; it is rounded to three decimals, as published calculators print it, and the
// rounded value meets the cut-points exactly.
std::optional<Decimal> residual_burden(const std::array<Decimal, 6>& v) {
  const double invasive = (1.0 - v[3].to_double() / 100.0) * v[2].to_double() / 100.0;
  const double primary = invasive * std::sqrt(v[0].to_double() * v[1].to_double());
  const double nodal = 4.0 * (1.0 - std::pow(0.75, v[4].to_double())) * v[5].to_double();
  const double index = 1.4 * std::pow(primary, 0.17) + std::pow(nodal, 0.17);
  if (!std::isfinite(index) || index < 0 || index > 100) return std::nullopt;
  return Decimal::of(static_cast<std::int64_t>(std::llround(index * 1000.0)), 3);
}

void judge_burden(const MeasureContext& context, statement::ResponseResult& result) {
  static constexpr std::array<std::string_view, 6> kNames = {"tumor_bed_1_mm",      "tumor_bed_2_mm",
                                                             "cellularity_percent", "in_situ_percent",
                                                             "nodes_positive",      "largest_node_metastasis_mm"};
  std::array<Decimal, 6> values;
  std::vector<std::string> missing;
  for (std::size_t i = 0; i < kNames.size(); ++i) {
    if (const auto number = fact_number(context, result, kNames[i]))
      values[i] = *number;
    else
      missing.emplace_back(kNames[i]);
  }
  if (missing.size() == kNames.size()) return;
  if (!missing.empty()) {
    result.values.emplace_back("rcb_missing", text::join(missing, ", "));
    return;
  }
  if (values[2] > Decimal::of(100) || values[3] > Decimal::of(100)) {
    result.issues.push_back(make_issue(IssueCode::ValueOutOfRange, context.series.path({}),
                                       "a percentage is above 100, so there is no residual cancer burden",
                                       "give per cent from 0 to 100"));
    return;
  }
  const auto index = residual_burden(values);
  if (!index) return;
  result.values.emplace_back("rcb_index", index->text());
  result.values.emplace_back("rcb_class", index->is_zero()                             ? "0"
                                          : *index <= context.criterion.limit("rcb_1") ? "I"
                                          : *index <= context.criterion.limit("rcb_2") ? "II"
                                                                                       : "III");
}

void judge_pathology(const MeasureContext& context, statement::ResponseResult& result) {
  const auto& facts = context.series.subject().facts;
  const std::string* ypt = find_value(facts, "ypt");
  const std::string* ypn = find_value(facts, "ypn");
  if (ypt != nullptr || ypn != nullptr) {
    const auto bare = [](const std::string* value) {
      return value == nullptr ? std::string("x")
                              : text::to_lower(value->starts_with("yp") ? std::string_view(*value).substr(2)
                                                                        : std::string_view(*value));
    };
    const std::string t = bare(ypt);
    const std::string n = bare(ypn);
    const bool t_unknown = t == "x" || t == "tx";
    const std::string_view t_word = t == "t0" || t == "0"     ? "T0"
                                    : t == "tis" || t == "is" ? "Tis"
                                    : t_unknown               ? "unknown"
                                                              : "invasive";
    const std::string_view n_word = n.starts_with("n0") || n == "0" ? "N0"
                                    : n == "x" || n == "nx"         ? "unknown"
                                                                    : "positive";
    const CombinationTable* table = context.criterion.table("pcr");
    if (const auto* row = table->look_up({context.policy.text("pcr_definition"), t_word, n_word})) {
      result.values.emplace_back("pcr", row->results.front());
      result.rules.push_back("pcr." + row->id);
    }
  }
  if (const auto viable = fact_number(context, result, "viable_percent")) {
    const Decimal& limit = context.policy.number("mpr_percent");
    result.values.emplace_back(
        "mpr", (context.policy.is("mpr_limit", "exclusive") ? *viable < limit : *viable <= limit) ? "yes" : "no");
  }
  if (const auto necrosis = fact_number(context, result, "necrosis_percent"))
    result.values.emplace_back("necrosis", *necrosis >= context.criterion.limit("necrosis_good") ? "good" : "poor");
}

std::string_view early_by_values(const MeasureContext& context, const ResponseVisit& visit,
                                 statement::VisitResult& result) {
  statement::VisitResult ignored;
  const bool uptake = context.policy.is("early_rule", "municon");
  const std::string_view name = uptake ? "suv_mean" : "product_mm2";
  const auto now = component_number(visit, name, result, context.series);
  const auto before = context.series.baseline() == nullptr
                          ? std::nullopt
                          : component_number(*context.series.baseline(), name, ignored, context.series);
  if (!now || !before || before->is_zero()) return {};
  return at_most(*now, *before, context.criterion.limit(uptake ? "municon_ratio" : "gepartrio_ratio"))
             ? "responder"
             : "non-responder";
}

// House rule: PD, or SD that shrank by less than 10 %, at the first restaging.
std::string_view early_by_size(const statement::VisitResult& visit, const Decimal& baseline, const Decimal& ratio) {
  if (visit.overall == "PD") return "non-responder";
  if (visit.overall == "CR" || visit.overall == "PR") return "responder";
  if (visit.overall != "SD" || !visit.sum) return {};
  return at_most(*visit.sum, baseline, ratio) ? "indeterminate" : "non-responder";
}

}  // namespace

void measure_neoadjuvant(const MeasureContext& context, statement::ResponseResult& result) {
  RecistRun run(context);
  result.baseline_sum = run.baseline_sum();
  bool told = false;
  for (std::size_t i = 0; i < context.series.visits().size(); ++i) {
    const ResponseVisit& visit = *context.series.visits()[i];
    statement::VisitResult out = has_tumor_content(visit) ? run.step(i).result : start_visit(context, i);
    const bool by_size = context.policy.is("early_rule", "recist_first");
    std::string_view word;
    if (by_size && i == 0 && run.baseline_sum())
      word = early_by_size(out, *run.baseline_sum(), context.criterion.limit("early_ratio"));
    if (!by_size) word = early_by_values(context, visit, out);
    if (!word.empty() && !told) {
      told = true;
      out.rules.push_back("early." + context.policy.text("early_rule"));
      out.components.emplace_back("early", word);
      result.values.emplace_back("early", word);
      result.values.emplace_back("early_date", visit.date.text());
    }
    result.visits.push_back(std::move(out));
  }
  judge_pathology(context, result);
  judge_burden(context, result);
}

}  // namespace restage::response
