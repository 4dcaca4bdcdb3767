// SPDX-License-Identifier: Apache-2.0
#include "apps/cli/response_sdtm.h"

#include <map>

#include <fmt/format.h>

#include "base/csv.h"
#include "base/json_writer.h"

namespace restage::cli {
namespace {

namespace rsp = restage::response;

std::map<rsp::DisagreementReason, std::size_t> counts_of(const rsp::StoredComparison& comparison) {
  std::map<rsp::DisagreementReason, std::size_t> counts;
  for (const rsp::Disagreement& each : comparison.disagreements) ++counts[each.reason];
  return counts;
}

}  // namespace

std::string rs_dataset(const std::vector<statement::ResponseResult>& results, const rsp::Criterion& criterion) {
  std::string out;
  append_csv_row(out, {"DOMAIN", "USUBJID", "RSSEQ", "RSTESTCD", "RSTEST", "RSCAT", "RSORRES", "RSSTRESC", "RSEVAL",
                       "RSEVALID", "VISIT", "RSDTC"});
  std::map<std::string, int> sequence;
  for (const statement::ResponseResult& result : results) {
    const Evaluator& evaluator = result.evaluator;
    for (const statement::VisitResult& visit : result.visits) {
      const auto row = [&](const char* code, const char* title, const std::string& value) {
        if (value.empty()) return;
        append_csv_row(out, {"RS", result.subject, std::to_string(++sequence[result.subject]), code, title,
                             criterion.title, value, value, evaluator.role, evaluator.id, visit.id, visit.date.text()});
      };
      row("TRGRESP", "Target Response", visit.target);
      row("NTRGRESP", "Non-target Response", visit.non_target);
      if (visit.new_lesion == "yes") row("NEWLPROG", "New Lesion Progression", "UNEQUIVOCAL");
      if (visit.new_lesion == "equivocal") row("NEWLPROG", "New Lesion Progression", "EQUIVOCAL");
      if (const std::string* soft = find_value(visit.components, "soft_tissue"))
        row("SFTSRESP", "Soft Tissue Response", *soft);
      if (const std::string* bone = find_value(visit.components, "bone")) row("BONERESP", "Bone Response", *bone);
      row("OVRLRESP", "Overall Response", visit.overall);
    }
  }
  return out;
}

std::string adrs_dataset(const std::vector<statement::ResponseResult>& results, const rsp::Criterion& criterion) {
  std::string out;
  append_csv_row(out, {"USUBJID", "PARAMCD", "PARAM", "AVALC", "ADT", "AVISIT", "PARCAT1", "EVAL", "EVALID"});
  for (const statement::ResponseResult& result : results) {
    const Evaluator& evaluator = result.evaluator;
    const auto row = [&](const char* code, const char* title, const std::string& value, const PartialDate& date,
                         const std::string& visit) {
      append_csv_row(
          out, {result.subject, code, title, value, date.text(), visit, criterion.title, evaluator.role, evaluator.id});
    };
    for (const statement::VisitResult& visit : result.visits)
      row("OVR", "Overall Response", visit.overall, visit.date, visit.id);
    row("BOR", "Best Overall Response, confirmation not required", result.best_unconfirmed.response,
        result.best_unconfirmed.date, "");
    row("CBOR", "Best Overall Response, confirmed", result.best_confirmed.response, result.best_confirmed.date, "");
    if (result.objective_response)
      row("CRSP", "Confirmed Response", *result.objective_response ? "Y" : "N",
          *result.objective_response ? result.best_confirmed.date : PartialDate{}, "");
    if (result.disease_control)
      row("DCR", "Disease Control", *result.disease_control ? "Y" : "N",
          *result.disease_control ? result.best_confirmed.date : PartialDate{}, "");
  }
  return out;
}

std::string adtte_dataset(const std::vector<statement::ResponseResult>& results) {
  std::string out;
  append_csv_row(out, {"USUBJID", "PARAMCD", "STARTDT", "ADT", "CNSR", "AVAL", "AVALU", "EVNTDESC", "EVAL", "EVALID"});
  for (const statement::ResponseResult& result : results) {
    const Evaluator& evaluator = result.evaluator;
    for (const statement::Endpoint& endpoint : result.endpoints)
      append_csv_row(out, {result.subject, endpoint.name, endpoint.start.text(), endpoint.date.text(),
                           endpoint.event ? "0" : "1", endpoint.days ? std::to_string(*endpoint.days) : "", "DAYS",
                           endpoint.reason, evaluator.role, evaluator.id});
  }
  return out;
}

std::string comparison_text(const rsp::StoredComparison& comparison, const std::string& set, bool all) {
  std::string out = fmt::format("stored responses{}: {} overall responses compared, {} agree, {} differ\n",
                                set.empty() ? "" : " of set " + set, comparison.compared, comparison.agree,
                                comparison.compared - comparison.agree);
  for (const auto& [reason, count] : counts_of(comparison))
    out += fmt::format("  {:>6}  {:<26} {}\n", count, to_string(reason), meaning_of(reason));
  if (!all) return out;
  for (const rsp::Disagreement& each : comparison.disagreements)
    out += fmt::format("  {} {} {} {}: stored {}, computed {} [{}] {} ({})\n", each.subject, each.reader, each.visit,
                       each.what, each.stored, each.computed, to_string(each.reason), each.explanation, each.path);
  return out;
}

std::string comparison_json(const rsp::StoredComparison& comparison, const std::string& set) {
  std::string out;
  JsonWriter writer(out);
  writer.begin_object().member("set", set).member("compared", comparison.compared).member("agree", comparison.agree);
  writer.member("differ", comparison.compared - comparison.agree).key("counts").begin_object();
  for (const auto& [reason, count] : counts_of(comparison)) writer.member(to_string(reason), count);
  writer.end_object().key("disagreements").begin_array();
  for (const rsp::Disagreement& each : comparison.disagreements) {
    writer.begin_object()
        .member("subject", each.subject)
        .member_or_null("reader", each.reader)
        .member("visit", each.visit)
        .member("what", each.what);
    writer.member("stored", each.stored).member("computed", each.computed).member("reason", to_string(each.reason));
    writer.member("explanation", each.explanation).member("path", each.path).end_object();
  }
  writer.end_array().end_object();
  return out;
}

}  // namespace restage::cli
