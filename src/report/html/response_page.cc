// SPDX-License-Identifier: Apache-2.0
#include "report/html/response_page.h"

#include <fmt/format.h>

#include "base/text.h"

#include "report/svg/response_pictures.h"

namespace restage::report {
namespace {

constexpr std::size_t kMostSubjectPictures = 40;

std::string shown(const std::optional<Decimal>& number) { return number ? number->text() : "-"; }
std::string or_dash(const std::string& text) { return text.empty() ? "-" : text::escape_markup(text); }

void row(std::string& out, std::string_view tag, const std::vector<std::string>& cells) {
  out += "<tr>";
  for (const std::string& cell : cells) out += fmt::format("<{0}>{1}</{0}>", tag, cell);
  out += "</tr>\n";
}

void section(std::string& out, std::string_view title, const std::string& picture, const std::string& table) {
  out += fmt::format(
      "<section><h2>{}</h2><div class=\"pair\"><figure>{}</figure><div "
      "class=\"numbers\"><table>{}</table></div></div></section>\n",
      title, picture, table);
}

std::string visit_table(const statement::ResponseResult& result) {
  std::string table;
  row(table, "th",
      {"visit", "date", "sum", "nadir", "% of baseline", "% of nadir", "target", "non-target", "new", "overall",
       "rules"});
  for (const statement::VisitResult& visit : result.visits)
    row(table, "td",
        {or_dash(visit.id), or_dash(visit.date.text()), shown(visit.sum), shown(visit.nadir),
         shown(visit.percent_from_baseline), shown(visit.percent_from_nadir), or_dash(visit.target),
         or_dash(visit.non_target), or_dash(visit.new_lesion), or_dash(visit.overall),
         or_dash(text::join(visit.rules, " "))});
  return table;
}

}  // namespace

std::string response_page(const std::vector<statement::ResponseResult>& results, const response::Criterion& criterion,
                          const response::Policy& policy) {
  std::string out =
      "<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" "
      "content=\"width=device-width\">";
  out += fmt::format("<title>Response, {}</title>", text::escape_markup(criterion.title));
  out +=
      "<style>body{font:15px/1.45 "
      "sans-serif;margin:1.5rem;color:#222}table{border-collapse:collapse;font-size:13px}td,th{border:1px solid "
      "#bbb;padding:2px 7px;text-align:left}"
      "figure{margin:0}svg{max-width:100%;height:auto}.pair{display:flex;flex-wrap:wrap;gap:1.2rem;align-items:flex-"
      "start}.numbers{max-height:34rem;overflow:auto}</style></head><body>\n";
  out += fmt::format(
      "<h1>Response by {}</h1><p>Pack {} {}, {} series. Decision support whose basis can be inspected; not a medical "
      "device, no replacement for judgement.</p>\n",
      text::escape_markup(criterion.title), criterion.id, criterion.version, results.size());
  std::string best;
  row(best, "th", {"subject", "reader", "best change %", "best", "confirmed", "on"});
  for (const statement::ResponseResult& result : results) {
    std::optional<Decimal> change;
    for (const statement::VisitResult& visit : result.visits)
      if (visit.percent_from_baseline && (!change || *visit.percent_from_baseline < *change))
        change = visit.percent_from_baseline;
    row(best, "td",
        {or_dash(result.subject), or_dash(result.reader), shown(change), or_dash(result.best_unconfirmed.response),
         or_dash(result.best_confirmed.response), or_dash(result.best_confirmed.date.text())});
  }
  section(out, "Best change", draw_waterfall(results, criterion), best);
  std::string changes;
  row(changes, "th", {"subject", "reader", "visit", "date", "% of baseline", "overall"});
  for (const statement::ResponseResult& result : results)
    for (const statement::VisitResult& visit : result.visits)
      row(changes, "td",
          {or_dash(result.subject), or_dash(result.reader), or_dash(visit.id), or_dash(visit.date.text()),
           shown(visit.percent_from_baseline), or_dash(visit.overall)});
  section(out, "Change over time", draw_spider(results, criterion), changes);
  std::string endpoints;
  row(endpoints, "th", {"subject", "reader", "endpoint", "date", "event", "days", "reason"});
  for (const statement::ResponseResult& result : results)
    for (const statement::Endpoint& endpoint : result.endpoints)
      row(endpoints, "td",
          {or_dash(result.subject), or_dash(result.reader), endpoint.name, or_dash(endpoint.date.text()),
           endpoint.event ? "yes" : "no", endpoint.days ? std::to_string(*endpoint.days) : "-", endpoint.reason});
  section(out, "Time on study", draw_swimmer(results, criterion), endpoints);
  for (const std::string_view name : {"PFS", "OS"}) {
    std::string table;
    row(table, "th", {"day", "at risk", "events", "censored", "free of event"});
    for (const SurvivalStep& step : kaplan_meier(results, name))
      row(table, "td",
          {std::to_string(step.day), std::to_string(step.at_risk), std::to_string(step.events),
           std::to_string(step.censored), fmt::format("{:.3f}", step.survival)});
    section(out, name, draw_kaplan_meier(results, name), table);
  }
  for (std::size_t i = 0; i < results.size() && i < kMostSubjectPictures; ++i)
    section(out, text::escape_markup(results[i].subject + " " + results[i].reader), draw_subject(results[i], criterion),
            visit_table(results[i]));
  if (results.size() > kMostSubjectPictures)
    out +=
        fmt::format("<p>Pictures of single subjects: the first {} of {}.</p>\n", kMostSubjectPictures, results.size());
  std::string choices;
  row(choices, "th", {"policy", "value"});
  for (const auto& [key, value] : policy.values()) row(choices, "td", {key, text::escape_markup(value)});
  out += "<section><h2>Policies of this run</h2><table>" + choices + "</table></section></body></html>\n";
  return out;
}

}  // namespace restage::report
