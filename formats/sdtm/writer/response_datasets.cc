// SPDX-License-Identifier: Apache-2.0
#include "formats/sdtm/writer/response_datasets.h"

#include <map>

#include "base/csv.h"

namespace restage::sdtm {
std::string rs_dataset(const std::vector<statement::ResponseResult>& results, const std::string& category) {
  std::string out;
  append_csv_row(out, {"DOMAIN", "USUBJID", "RSSEQ", "RSTESTCD", "RSTEST", "RSCAT", "RSORRES", "RSSTRESC", "RSEVAL",
                       "RSEVALID", "VISIT", "RSDTC"});
  std::map<std::string, int> sequence;
  for (const statement::ResponseResult& result : results) {
    const statement::Evaluator& evaluator = result.evaluator;
    for (const statement::VisitResult& visit : result.visits) {
      const auto row = [&](const char* code, const char* title, const std::string& value) {
        if (value.empty()) return;
        append_csv_row(out, {"RS", result.subject, std::to_string(++sequence[result.subject]), code, title, category,
                             value, value, evaluator.role, evaluator.id, visit.id, visit.date.text()});
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

std::string adrs_dataset(const std::vector<statement::ResponseResult>& results, const std::string& category) {
  std::string out;
  append_csv_row(out, {"USUBJID", "PARAMCD", "PARAM", "AVALC", "ADT", "AVISIT", "PARCAT1", "EVAL", "EVALID"});
  for (const statement::ResponseResult& result : results) {
    const statement::Evaluator& evaluator = result.evaluator;
    const auto row = [&](const char* code, const char* title, const std::string& value, const PartialDate& date,
                         const std::string& visit) {
      append_csv_row(out,
                     {result.subject, code, title, value, date.text(), visit, category, evaluator.role, evaluator.id});
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
    const statement::Evaluator& evaluator = result.evaluator;
    for (const statement::Endpoint& endpoint : result.endpoints)
      append_csv_row(out, {result.subject, endpoint.name, endpoint.start.text(), endpoint.date.text(),
                           endpoint.event ? "0" : "1", endpoint.days ? std::to_string(*endpoint.days) : "", "DAYS",
                           endpoint.reason, evaluator.role, evaluator.id});
  }
  return out;
}

}  // namespace restage::sdtm
