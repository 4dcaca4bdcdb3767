// SPDX-License-Identifier: Apache-2.0
#include "report/terminal/response_table.h"

#include <algorithm>

#include <fmt/format.h>

#include "base/text.h"

namespace restage::report {
namespace {

constexpr std::string_view kBold = "\x1b[1m";
constexpr std::string_view kDim = "\x1b[2m";
constexpr std::string_view kPlain = "\x1b[0m";

std::string shown(const std::optional<Decimal>& number, bool sign = false) {
  if (!number) return "-";
  return sign && !number->is_negative() && !number->is_zero() ? "+" + number->text() : number->text();
}

std::string or_dash(const std::string& text) { return text.empty() ? "-" : text; }

using Rows = std::vector<std::vector<std::string>>;

// Numbers right, words left; the last column runs on.
std::string aligned(const Rows& rows, std::string_view indent) {
  std::vector<std::size_t> widths;
  for (const auto& row : rows)
    for (std::size_t i = 0; i < row.size(); ++i) {
      if (i == widths.size()) widths.push_back(0);
      widths[i] = std::max(widths[i], row[i].size());
    }
  std::string out;
  for (const auto& row : rows) {
    out += indent;
    for (std::size_t i = 0; i < row.size(); ++i) {
      const bool last = i + 1 == row.size();
      const bool number = !row[i].empty() && (text::is_digit(row[i].back()) || row[i] == "-") &&
                          row[i].find_first_not_of("0123456789.+-") == std::string::npos && row[i].size() < 10;
      if (last)
        out += row[i];
      else if (number)
        out += fmt::format("{:>{}}  ", row[i], widths[i]);
      else
        out += fmt::format("{:<{}}  ", row[i], widths[i]);
    }
    while (!out.empty() && out.back() == ' ') out.pop_back();
    out += '\n';
  }
  return out;
}

std::string best_line(std::string_view title, const statement::BestResponse& best) {
  if (best.response.empty()) return fmt::format("  {}: none, no visit to judge\n", title);
  return fmt::format("  {}: {}{}\n", title, best.response,
                     best.date.is_known() ? " on " + best.date.text() : std::string());
}

}  // namespace

std::string response_table(const statement::ResponseResult& result, const response::Criterion& criterion, bool color) {
  const auto paint = [color](std::string_view code, std::string text) {
    return color ? std::string(code) + text + std::string(kPlain) : text;
  };
  std::string out = paint(kBold, result.subject);
  if (!result.reader.empty()) out += "  reader " + result.reader;
  out += "  " + criterion.title;
  if (result.baseline_date.is_known() || result.baseline_sum)
    out += fmt::format("  baseline {} sum {} {}", or_dash(result.baseline_date.text()), shown(result.baseline_sum),
                       criterion.unit);
  out += '\n';
  Rows rows = {
      {"visit", "date", "sum", "nadir", "% base", "% nadir", "target", "non-target", "new", "overall", "rules"}};
  for (const statement::VisitResult& visit : result.visits) {
    std::string overall = or_dash(visit.overall);
    if (visit.event_date.is_known()) overall += " (from " + visit.event_date.text() + ")";
    for (const std::string& flag : visit.flags) overall += " !" + flag;
    std::vector<std::string> calls = visit.rules;
    for (const auto& [name, value] : visit.components) calls.push_back(name + "=" + value);
    rows.push_back({visit.id, or_dash(visit.date.text()), shown(visit.sum), shown(visit.nadir),
                    shown(visit.percent_from_baseline, true), shown(visit.percent_from_nadir, true),
                    or_dash(visit.target), or_dash(visit.non_target), or_dash(visit.new_lesion), overall,
                    paint(kDim, text::join(calls, " "))});
  }
  out += aligned(rows, "  ");
  out += best_line("best response", result.best_unconfirmed);
  out += best_line("best confirmed", result.best_confirmed);
  for (const auto& [name, value] : result.values) out += fmt::format("  {}: {}\n", name, value);
  for (const statement::Endpoint& endpoint : result.endpoints)
    out += fmt::format("  {:<5} {} {}{}  ({})\n", endpoint.name, endpoint.event ? "event" : "censored",
                       or_dash(endpoint.date.text()),
                       endpoint.days ? fmt::format(", {} days", *endpoint.days) : std::string(), endpoint.reason);
  for (const statement::OpenDecision& decision : result.decisions)
    out += fmt::format("  to decide and record: {} on {} ({})\n", decision.reason, or_dash(decision.date.text()),
                       text::join(decision.options, ", "));
  if (!result.unverified_rules.empty())
    out += fmt::format("  rests on rules whose source was named but not read: {}\n",
                       text::join(result.unverified_rules, ", "));
  return out;
}

}  // namespace restage::report
