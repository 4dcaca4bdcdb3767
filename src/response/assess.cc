// SPDX-License-Identifier: Apache-2.0
#include "response/assess.h"

#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "response/best_response.h"
#include "response/measure.h"

namespace restage::response {

void measure_recist(const MeasureContext& context, statement::ResponseResult& result);
void measure_irecist(const MeasureContext& context, statement::ResponseResult& result);
void measure_lugano(const MeasureContext& context, statement::ResponseResult& result);
void measure_ca125(const MeasureContext& context, statement::ResponseResult& result);
void measure_imwg(const MeasureContext& context, statement::ResponseResult& result);
void measure_choi(const MeasureContext& context, statement::ResponseResult& result);
void measure_percist(const MeasureContext& context, statement::ResponseResult& result);
void measure_rano(const MeasureContext& context, statement::ResponseResult& result);
void measure_neoadjuvant(const MeasureContext& context, statement::ResponseResult& result);
void measure_pcwg3(const MeasureContext& context, statement::ResponseResult& result);

namespace {

struct NamedMeasure {
  std::string_view name;
  Measure measure;
};
constexpr std::array kMeasures = {
    NamedMeasure{"recist", &measure_recist}, NamedMeasure{"irecist", &measure_irecist},
    NamedMeasure{"pcwg3", &measure_pcwg3},   NamedMeasure{"lugano", &measure_lugano},
    NamedMeasure{"ca125", &measure_ca125},   NamedMeasure{"imwg", &measure_imwg},
    NamedMeasure{"choi", &measure_choi},     NamedMeasure{"percist", &measure_percist},
    NamedMeasure{"rano", &measure_rano},     NamedMeasure{"neoadjuvant", &measure_neoadjuvant},
    NamedMeasure{"lyric", &measure_lugano},
};

void note_unverified(statement::ResponseResult& result, const Criterion& criterion) {
  for (const statement::VisitResult& visit : result.visits)
    for (const std::string& id : visit.rules) {
      const CriterionRule* rule = criterion.rule(id);
      if (rule == nullptr || rule->source.empty() || criterion.is_verified(rule->source)) continue;
      if (std::find(result.unverified_rules.begin(), result.unverified_rules.end(), id) ==
          result.unverified_rules.end())
        result.unverified_rules.push_back(id);
    }
}

const PartialDate& scan_date(const ResponseVisit& visit, const std::string& which) noexcept {
  const PartialDate& wanted = which == "first" ? visit.date_first : which == "last" ? visit.date_last : visit.date;
  return wanted.is_known() ? wanted : visit.date;
}

// A visit of several days: progression counts from one scan, response and censoring from another.
void date_by_scans(statement::ResponseResult& result, const Series& series, const Criterion& criterion,
                   const Policy& policy) {
  for (const ResponseVisit* visit : series.visits()) {
    if (!visit->date_first.is_known() && !visit->date_last.is_known()) continue;
    const PartialDate& progression = scan_date(*visit, policy.text("pd_date"));
    const PartialDate& response = scan_date(*visit, policy.text("resp_date"));
    for (statement::VisitResult& judged : result.visits) {
      if (judged.event_date.is_known() && judged.event_date == visit->date)
        judged.event_date = progression;  // dated back to it
      if (judged.id != visit->id || !(judged.date == visit->date)) continue;
      const auto kind = criterion.kind_of(judged.overall);
      const bool is_progression = kind == ResponseKind::Progression || kind == ResponseKind::Unconfirmed;
      if (is_progression && !judged.event_date.is_known() && !(progression == visit->date))
        judged.event_date = progression;
      if (!is_progression && !(response == visit->date)) judged.response_date = response;
    }
  }
}

void open_decisions(statement::ResponseResult& result, const Criterion& criterion) {
  const std::vector<std::string> options = {"continue", "change", "stop", "surgery-upfront", "surgery-avoided"};
  for (const statement::VisitResult& visit : result.visits) {
    const auto kind = criterion.kind_of(visit.overall);
    if (kind != ResponseKind::Progression) continue;
    result.decisions.push_back({"progression", visit.event_date.is_known() ? visit.event_date : visit.date, options});
    break;
  }
  // House rule, not published: at the first restaging progression, or stable disease that shrank by less than 10 %.
  const auto first = std::find_if(result.visits.begin(), result.visits.end(),
                                  [](const statement::VisitResult& v) { return !v.overall.empty(); });
  if (first == result.visits.end()) return;
  const auto kind = criterion.kind_of(first->overall);
  const bool little =
      kind == ResponseKind::Stable && first->percent_from_baseline && *first->percent_from_baseline > Decimal::of(-10);
  if (kind == ResponseKind::Progression || little)
    result.decisions.push_back({"early-non-response", first->date, options});
}

}  // namespace

Measure find_measure(std::string_view name) noexcept {
  for (const NamedMeasure& known : kMeasures)
    if (known.name == name) return known.measure;
  return nullptr;
}

statement::ResponseResult assess(const ResponseSubject& subject, const Criterion& criterion, const Policy& policy) {
  statement::ResponseResult result;
  result.criterion = criterion.id;
  result.version = criterion.version;
  result.subject = subject.id;
  result.reader = subject.reader;
  result.evaluator = subject.evaluator;
  if (result.evaluator.role.empty()) result.evaluator.role = subject.reader;
  result.millimetres = criterion.unit == "mm";
  result.issues = subject.issues;
  std::optional<Policy> own;
  if (!subject.policy.empty()) {
    own = policy;
    for (const auto& [key, value] : subject.policy) {
      if (policy.is_explicit(key)) continue;
      if (auto set = own->set(key, value); !set)
        result.issues.push_back(make_issue(IssueCode::PolicyUnknown, subject.source + ": subject " + subject.id,
                                           set.error().message, "correct the policy of the subject"));
    }
  }
  if (own) result.own_policy = own->values();
  const Policy& used = own ? *own : policy;
  Series series(subject, used);
  const Measure measure = find_measure(criterion.measure);
  RESTAGE_ASSERT(measure != nullptr);
  if (measure == nullptr) return result;
  measure({series, criterion, used}, result);
  result.baseline_date = series.baseline_date();
  date_by_scans(result, series, criterion, used);
  derive_best_response(result, series, criterion, used);
  derive_endpoints(result, series, criterion, used);
  open_decisions(result, criterion);
  note_unverified(result, criterion);
  result.issues.insert(result.issues.end(), series.issues().begin(), series.issues().end());
  result.issues.insert(result.issues.end(), series.issues_at(0).begin(), series.issues_at(0).end());
  return result;
}

}  // namespace restage::response
