// SPDX-License-Identifier: Apache-2.0
#include "response/best_response.h"

#include <algorithm>

namespace restage::response {
namespace {

bool is_response(ResponseKind kind) noexcept { return kind == ResponseKind::Complete || kind == ResponseKind::Partial; }

bool needs_minimum(ResponseKind kind) noexcept {
  return kind == ResponseKind::Stable || kind == ResponseKind::NonCompleteNonProgressive;
}

const ResponseCategory* first_of(const Criterion& criterion, ResponseKind kind) noexcept {
  for (const ResponseCategory& category : criterion.responses)
    if (category.kind == kind) return &category;
  return nullptr;
}

bool past_minimum(const Assessed& visit, const Series& series, const DateWindow& window, const Policy& policy) {
  const auto days = policy.count("sd_min_days");
  if (!days) return true;
  return window.at_least(series.reference(), visit.visit->date, *days);
}

struct Choice {
  const Assessed* visit = nullptr;
  std::string response;
};

// What a visit can count as: its own category, or after `demote` a lower one.
std::string counted(const Assessed& visit, const Series& series, const Criterion& criterion, const DateWindow& window,
                    const Policy& policy, bool demote) {
  if (demote && (is_response(visit.kind) || visit.kind == ResponseKind::Minor)) {
    const ResponseCategory* stable = first_of(criterion, ResponseKind::Stable);
    if (stable != nullptr && past_minimum(visit, series, window, policy)) return stable->name;
    return "NE";
  }
  if (needs_minimum(visit.kind) && !past_minimum(visit, series, window, policy)) return "NE";
  return visit.response;
}

statement::BestResponse choose(const std::vector<Assessed>& visits, const std::vector<std::string>& counts,
                               const Criterion& criterion) {
  statement::BestResponse best;
  std::size_t best_rank = criterion.responses.size() + 1;
  for (std::size_t i = 0; i < visits.size(); ++i) {
    const std::size_t rank = criterion.rank_of(counts[i]);
    if (rank >= best_rank) continue;
    best_rank = rank;
    best.response = counts[i];
    const bool progression = criterion.kind_of(counts[i]) == ResponseKind::Progression;
    best.date = progression && visits[i].visit->event_date.is_known() ? visits[i].visit->event_date
                                                                      : counting_date(*visits[i].visit);
  }
  return best;
}

}  // namespace

DateWindow::DateWindow(const Policy& policy)
    : first_day_(policy.is("partial_dates", "first")), last_day_(policy.is("partial_dates", "last")) {}

bool DateWindow::at_least(const PartialDate& from, const PartialDate& to, int days) const noexcept {
  if (!from.is_known() || !to.is_known()) return false;
  return first(to) - last(from) >= days;
}

bool DateWindow::at_most(const PartialDate& from, const PartialDate& to, int days) const noexcept {
  if (!from.is_known() || !to.is_known()) return false;
  return last(to) - first(from) <= days;
}

std::vector<Assessed> assessed_visits(const statement::ResponseResult& result, const Series& series,
                                      const Criterion& criterion, const Policy& policy) {
  std::vector<Assessed> visits;
  const bool by_worst = policy.is("same_day", "worst");
  const PartialDate* therapy = nullptr;
  for (const PartialDate& start : series.subject().therapy_starts)
    if (start.is_known() && (therapy == nullptr || start.earliest() < therapy->earliest())) therapy = &start;
  for (const statement::VisitResult& visit : result.visits) {
    if (visit.overall.empty() || visit.unscheduled_for_response) continue;
    const auto kind = criterion.kind_of(visit.overall);
    if (!kind) continue;
    if (series.reference().is_known() && visit.date.surely_before(series.reference())) continue;
    if (therapy != nullptr && policy.is("censor_new_therapy", "yes") && visit.date.surely_after(*therapy)) continue;
    Assessed assessed{&visit, visit.overall, *kind};
    if (visit.progression_unconfirmed) assessed = {&visit, "NE", ResponseKind::NotEvaluable};
    if (*kind == ResponseKind::Unconfirmed && policy.is("pcwg_trailing_pdu", "sd")) {
      if (const ResponseCategory* stable = first_of(criterion, ResponseKind::Stable)) {
        assessed.response = stable->name;
        assessed.kind = ResponseKind::Stable;
      }
    } else if (*kind == ResponseKind::Unconfirmed && policy.is("pcwg_trailing_pdu", "pd")) {
      if (const ResponseCategory* progression = first_of(criterion, ResponseKind::Progression)) {
        assessed.response = progression->name;
        assessed.kind = ResponseKind::Progression;
      }
    }
    if (!visits.empty() && visit.date.is_exact() && visits.back().visit->date == visit.date) {
      // Not evaluable says least, progression most; between them the worse one counts.
      const auto weight = [&](const Assessed& a) {
        return a.kind == ResponseKind::NotEvaluable ? std::size_t{0} : criterion.rank_of(a.response) + 1;
      };
      if (!by_worst || weight(assessed) > weight(visits.back())) visits.back() = assessed;
      continue;
    }
    visits.push_back(assessed);
  }
  if (policy.is("stop_at_pd", "no")) return visits;
  const auto progression =
      std::find_if(visits.begin(), visits.end(), [](const Assessed& a) { return a.kind == ResponseKind::Progression; });
  if (progression != visits.end()) visits.erase(progression + 1, visits.end());
  return visits;
}

bool is_confirmed(const std::vector<Assessed>& visits, std::size_t at, const Policy& policy) {
  const auto least = policy.count("confirmation_days");
  if (!least) return true;
  const auto most = policy.count("confirmation_max_days");
  const int max_ne = policy.count("confirmation_max_ne").value_or(1000);
  const int max_sd = policy.count("confirmation_max_sd").value_or(0);
  const DateWindow window(policy);
  const bool complete = visits[at].kind == ResponseKind::Complete;
  int ne = 0;
  int sd = 0;
  bool complete_seen = complete;
  for (std::size_t i = at + 1; i < visits.size(); ++i) {
    const ResponseKind kind = visits[i].kind;
    const bool supports =
        kind == ResponseKind::Complete || (!complete && kind == ResponseKind::Partial && !complete_seen);
    if (supports && window.at_least(visits[at].visit->date, visits[i].visit->date, *least) &&
        (!most || window.at_most(visits[at].visit->date, visits[i].visit->date, *most)))
      return true;
    if (kind == ResponseKind::Complete) {
      complete_seen = true;
    } else if (kind == ResponseKind::NotEvaluable) {
      if (++ne > max_ne) return false;
    } else if (kind == ResponseKind::Stable && !complete) {
      if (++sd > max_sd) return false;
    } else if (!(kind == ResponseKind::Partial && !complete && !complete_seen)) {
      return false;
    }
  }
  return false;
}

void derive_best_response(statement::ResponseResult& result, const Series& series, const Criterion& criterion,
                          const Policy& policy) {
  const auto visits = assessed_visits(result, series, criterion, policy);
  const DateWindow window(policy);
  std::vector<std::string> unconfirmed;
  std::vector<std::string> confirmed;
  for (std::size_t i = 0; i < visits.size(); ++i) {
    unconfirmed.push_back(counted(visits[i], series, criterion, window, policy, false));
    const bool demote = (is_response(visits[i].kind) || visits[i].kind == ResponseKind::Minor) &&
                        !result.confirmed_by_measure && !is_confirmed(visits, i, policy);
    confirmed.push_back(demote ? counted(visits[i], series, criterion, window, policy, true) : unconfirmed.back());
  }
  result.best_unconfirmed = choose(visits, unconfirmed, criterion);
  if (result.best_confirmed.response.empty()) result.best_confirmed = choose(visits, confirmed, criterion);
  if (policy.is("bor_date", "progression") && result.best_confirmed.response != result.best_unconfirmed.response)
    for (const Assessed& visit : visits)
      if (visit.kind == ResponseKind::Progression)
        result.best_confirmed.date = visit.visit->event_date.is_known() ? visit.visit->event_date : visit.visit->date;
  if (visits.empty()) return;
  const auto kind = criterion.kind_of(result.best_confirmed.response);
  result.objective_response = kind && is_response(*kind);
  result.disease_control = kind && (is_response(*kind) || *kind == ResponseKind::Minor || needs_minimum(*kind) ||
                                    *kind == ResponseKind::NoDisease);
}

}  // namespace restage::response
