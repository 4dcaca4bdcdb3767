// SPDX-License-Identifier: Apache-2.0
#include "report/terminal/markers_text.h"

#include <fmt/format.h>

#include "base/text.h"

namespace restage::report {
namespace {

using statement::MarkerResult;

std::string_view result_words(MarkerResult result) {
  switch (result) {
    case MarkerResult::Yes:
      return "met";
    case MarkerResult::Pending:
      return "met once, to be confirmed";
    case MarkerResult::No:
      return "not met";
    case MarkerResult::NotApplicable:
      break;
  }
  return "not to be judged";
}

std::string one_decimal(const Decimal& number) { return number.rounded_to(Decimal::of(1, 1)).text(); }

std::string rule_line(const statement::MarkerRule& rule) {
  std::string line = fmt::format("    {:<26} {}", rule.id, result_words(rule.result));
  if (rule.date.is_known()) line += ", " + rule.date.text();
  if (!rule.kind.empty()) line += ", " + rule.kind;
  if (rule.threshold) line += fmt::format(", limit {}", rule.threshold->text());
  if (rule.reference) line += fmt::format(", against {}", rule.reference->text());
  if (rule.reference_date.is_known()) line += " of " + rule.reference_date.text();
  if (!rule.source.verified) line += " (source not verified)";
  return line + "\n";
}

struct FormulaWords {
  std::string operator()(std::monostate) const { return "none"; }
  std::string operator()(bool flag) const { return flag ? "yes" : "no"; }
  std::string operator()(const Decimal& number) const { return number.text(); }
  std::string operator()(const std::string& text) const { return text; }
  std::string operator()(const std::vector<std::string>& list) const { return text::join(list, "; "); }
  std::string operator()(const std::vector<bool>& list) const {
    std::string out;
    for (const bool each : list) out += (out.empty() ? "" : " ") + (*this)(each);
    return out;
  }
};

}  // namespace

std::string markers_text(const statement::PatientMarkers& patient) {
  std::string out = fmt::format("{}, markers as of {}\n", patient.patient, patient.as_of.text());
  for (const statement::MarkerSeries& series : patient.series) {
    out += fmt::format("  {}{}{}\n", series.analyte, series.unit.empty() ? "" : ", " + series.unit,
                       series.assay.empty() ? "" : ", assay " + series.assay);
    for (const statement::MarkerPoint& point : series.points)
      out += fmt::format("    {}  {}{}\n", point.date.text(), point.comparator, point.value.text());
    if (series.doubling_months)
      out += fmt::format("    doubles in {} months{}\n", one_decimal(*series.doubling_months),
                         series.reliable ? "" : ", not reliable: " + text::join(series.reasons, ", "));
    if (series.half_life_days) out += fmt::format("    half-life {} days\n", one_decimal(*series.half_life_days));
    for (const statement::MarkerRule& rule : series.rules)
      if (rule.result != MarkerResult::NotApplicable) out += rule_line(rule);
  }
  return out;
}

std::string formula_text(const statement::FormulaResult& result) {
  std::string out;
  for (const auto& [name, value] : result.values)
    out += fmt::format("{}: {}\n", name, std::visit(FormulaWords{}, value));
  return out;
}

}  // namespace restage::report
