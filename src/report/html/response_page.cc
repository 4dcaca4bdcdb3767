// SPDX-License-Identifier: Apache-2.0
#include "report/html/response_page.h"

#include <fmt/format.h>

#include "base/text.h"
#include "report/html/page_kit.h"
#include "report/svg/response_pictures.h"

namespace restage::report {
namespace {

constexpr std::size_t kMostSubjectPictures = 40;

using text::escape_markup;

std::string shown(const std::optional<Decimal>& number) { return number ? number->text() : "-"; }
std::string or_dash(const std::string& text) { return text.empty() ? "-" : escape_markup(text); }

/// A picture with its numbers below it.
std::string picture_card(const std::string& key, const std::string& heading, const std::string& picture,
                         std::vector<std::string_view> columns, const std::string& rows) {
  const std::string label = "Numbers of " + heading;
  return begin_card(key + "-name", heading) + "<figure tabindex=\"0\">" + picture + "</figure>" +
         begin_table({.label = label, .columns = std::move(columns), .tall = true}) + rows + end_table() + end_card();
}

std::string best_change(const std::vector<statement::ResponseResult>& results, const response::Criterion& criterion) {
  std::string rows;
  for (const statement::ResponseResult& result : results) {
    std::optional<Decimal> change;
    for (const statement::VisitResult& visit : result.visits)
      if (visit.percent_from_baseline && (!change || *visit.percent_from_baseline < *change))
        change = visit.percent_from_baseline;
    rows += table_row({or_dash(result.subject), or_dash(result.reader), shown(change),
                       or_dash(result.best_unconfirmed.response), or_dash(result.best_confirmed.response),
                       or_dash(result.best_confirmed.date.text())});
  }
  return picture_card("best", "Best change", draw_waterfall(results, criterion),
                      {"Subject", "Reader", "Best change %", "Best", "Confirmed", "On"}, rows);
}

std::string change_over_time(const std::vector<statement::ResponseResult>& results,
                             const response::Criterion& criterion) {
  std::string rows;
  for (const statement::ResponseResult& result : results)
    for (const statement::VisitResult& visit : result.visits)
      rows += table_row({or_dash(result.subject), or_dash(result.reader), or_dash(visit.id), or_dash(visit.date.text()),
                         shown(visit.percent_from_baseline), or_dash(visit.overall)});
  return picture_card("change", "Change over time", draw_spider(results, criterion),
                      {"Subject", "Reader", "Visit", "Date", "% of baseline", "Overall"}, rows);
}

std::string time_on_study(const std::vector<statement::ResponseResult>& results, const response::Criterion& criterion) {
  std::string rows;
  for (const statement::ResponseResult& result : results)
    for (const statement::Endpoint& endpoint : result.endpoints)
      rows += table_row({or_dash(result.subject), or_dash(result.reader), endpoint.name, or_dash(endpoint.date.text()),
                         endpoint.event ? "yes" : "no", endpoint.days ? std::to_string(*endpoint.days) : "-",
                         escape_markup(endpoint.reason)});
  return picture_card("time", "Time on study", draw_swimmer(results, criterion),
                      {"Subject", "Reader", "Endpoint", "Date", "Event", "Days", "Reason"}, rows);
}

std::string survival(const std::vector<statement::ResponseResult>& results, const std::string& endpoint) {
  std::string rows;
  for (const SurvivalStep& step : kaplan_meier(results, endpoint))
    rows += table_row({std::to_string(step.day), std::to_string(step.at_risk), std::to_string(step.events),
                       std::to_string(step.censored), fmt::format("{:.3f}", step.survival)});
  return picture_card(text::to_lower(endpoint), endpoint, draw_kaplan_meier(results, endpoint),
                      {"Day", "At risk", "Events", "Censored", "Free of event"}, rows);
}

std::string one_subject(const statement::ResponseResult& result, const response::Criterion& criterion,
                        const std::string& key) {
  std::string rows;
  for (const statement::VisitResult& visit : result.visits)
    rows += table_row({or_dash(visit.id), or_dash(visit.date.text()), shown(visit.sum), shown(visit.nadir),
                       shown(visit.percent_from_baseline), shown(visit.percent_from_nadir), or_dash(visit.target),
                       or_dash(visit.non_target), or_dash(visit.new_lesion), or_dash(visit.overall),
                       or_dash(text::join(visit.rules, " "))});
  const std::string heading = result.reader.empty() ? result.subject : result.subject + " " + result.reader;
  return picture_card(key + "-card", heading, draw_subject(result, criterion, key),
                      {"Visit", "Date", "Sum", "Nadir", "% of baseline", "% of nadir", "Target", "Non-target", "New",
                       "Overall", "Rules"},
                      rows);
}

std::string policies(const response::Policy& policy) {
  std::string out = begin_card("policies", "Policies of this run") +
                    begin_table({.label = "Table of policies", .columns = {"Policy", "Value"}});
  for (const auto& [key, value] : policy.values()) out += table_row({escape_markup(key), escape_markup(value)});
  return out + end_table() + end_card();
}

}  // namespace

std::string response_page(const std::vector<statement::ResponseResult>& results, const response::Criterion& criterion,
                          const response::Policy& policy, std::string_view version) {
  std::string out = begin_page(
      {PageKind::Response, "Response, " + criterion.title, "Response by " + criterion.title, "the pictures", {}});
  out += fmt::format("<p class=\"meta\">Pack <code>{}</code> {}, {} series.</p>\n", escape_markup(criterion.id),
                     escape_markup(criterion.version), results.size());
  out += best_change(results, criterion) + change_over_time(results, criterion) + time_on_study(results, criterion);
  for (const std::string endpoint : {"PFS", "OS"}) out += survival(results, endpoint);
  for (std::size_t i = 0; i < results.size() && i < kMostSubjectPictures; ++i)
    out += one_subject(results[i], criterion, "subject-" + std::to_string(i + 1));
  if (results.size() > kMostSubjectPictures)
    out +=
        fmt::format("<p>Pictures of single subjects: the first {} of {}.</p>\n", kMostSubjectPictures, results.size());
  return out + policies(policy) + end_page(version);
}

}  // namespace restage::report
