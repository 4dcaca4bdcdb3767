// SPDX-License-Identifier: Apache-2.0
#include "response/best_response.h"

#include <algorithm>

namespace restage::response {
namespace {

bool is_response(ResponseKind kind) noexcept { return kind == ResponseKind::Complete || kind == ResponseKind::Partial; }

const PartialDate& earlier(const PartialDate& left, const PartialDate& right) noexcept {
  if (!left.is_known()) return right;
  if (!right.is_known()) return left;
  return right.earliest() < left.earliest() ? right : left;
}

const PartialDate& later(const PartialDate& left, const PartialDate& right) noexcept {
  if (!left.is_known()) return right;
  if (!right.is_known()) return left;
  return right.latest() > left.latest() ? right : left;
}

// What the event-free time of one subject is made of.
class Survival {
 public:
  Survival(const statement::ResponseResult& result, const Series& series, const Criterion& criterion,
           const Policy& policy)
      : policy_(policy), window_(policy) {
    for (const statement::VisitResult& visit : result.visits) {
      const auto kind = criterion.kind_of(visit.overall);
      if (!kind || visit.overall.empty() || !visit.date.is_known()) continue;
      if (*kind != ResponseKind::NotEvaluable) adequate_.push_back(&visit);
    }
    const PartialDate& cut = series.subject().data_cut;
    if (!(cut.is_known() && series.subject().death.surely_after(cut))) death_ = series.subject().death;
    for (const PartialDate& start : series.subject().therapy_starts) therapy_ = earlier(therapy_, start);
    if (policy.is("censor_new_therapy", "no")) therapy_ = PartialDate{};
  }

  /// First visit of one of the kinds, with the date it counts from.
  PartialDate first_of(const Criterion& criterion, bool unconfirmed_too) const {
    for (const statement::VisitResult* visit : adequate_) {
      if (visit->progression_unconfirmed) continue;
      const auto kind = criterion.kind_of(visit->overall);
      if (kind == ResponseKind::Progression || (unconfirmed_too && kind == ResponseKind::Unconfirmed))
        return visit->event_date.is_known() ? visit->event_date : visit->date;
    }
    return {};
  }

  const PartialDate& death() const noexcept { return death_; }

  statement::Endpoint event_free(std::string name, const PartialDate& start, const PartialDate& progression,
                                 bool death_counts) const {
    statement::Endpoint endpoint;
    endpoint.name = std::move(name);
    endpoint.start = start;
    PartialDate event = death_counts ? earlier(progression, death_) : progression;
    const bool by_progression = event.is_known() && event == progression;
    const PartialDate* limit = nullptr;
    std::string reason;
    if (event.is_known()) {
      if (therapy_.is_known() && event.surely_after(therapy_)) {
        limit = &therapy_;
        reason = "new-therapy";
      } else if (const auto gap = policy_.count("missed_visits_gap"); gap && missed(event, start, *gap)) {
        limit = &event;
        reason = "missed-visits";
      } else {
        return finish(endpoint, event, true, by_progression ? "progression" : "death");
      }
    } else if (therapy_.is_known()) {
      limit = &therapy_;
      reason = "new-therapy";
    }
    const PartialDate* last = nullptr;
    for (const statement::VisitResult* visit : adequate_) {
      if (visit->date.surely_before(start)) continue;
      if (limit != nullptr && (limit == &event ? !visit->date.surely_before(event) : visit->date.surely_after(*limit)))
        continue;
      last = &counting_date(*visit);
    }
    if (last == nullptr) return finish(endpoint, start, false, reason.empty() ? "no-adequate-assessment" : reason);
    return finish(endpoint, *last, false, reason.empty() ? "last-adequate-assessment" : reason);
  }

  statement::Endpoint finish(statement::Endpoint endpoint, const PartialDate& date, bool event,
                             std::string reason) const {
    endpoint.date = date;
    endpoint.event = event;
    endpoint.reason = std::move(reason);
    if (endpoint.start.is_known() && date.is_known() && window_.first(endpoint.start) == window_.last(endpoint.start) &&
        window_.first(date) == window_.last(date)) {
      endpoint.days = window_.first(date) - window_.first(endpoint.start) + 1;
      endpoint.months = Decimal::of(*endpoint.days).divided_by(Decimal::of(304375, 4), 2);
    }
    return endpoint;
  }

 private:
  bool missed(const PartialDate& event, const PartialDate& start, int gap) const {
    PartialDate before = start;
    for (const statement::VisitResult* visit : adequate_)
      if (visit->date.surely_before(event)) before = later(before, visit->date);
    return window_.at_least(before, event, gap + 1);
  }

  const Policy& policy_;
  DateWindow window_;
  std::vector<const statement::VisitResult*> adequate_;
  PartialDate death_;
  PartialDate therapy_;
};

// An iUPD that nothing better followed: its date, when it is the last word (by policy an iPFS event).
PartialDate open_unconfirmed(const statement::ResponseResult& result, const Criterion& criterion) {
  PartialDate since;
  for (const statement::VisitResult& visit : result.visits) {
    const auto kind = criterion.kind_of(visit.overall);
    if (!kind) continue;
    if (*kind == ResponseKind::Unconfirmed) {
      if (!since.is_known()) since = visit.event_date.is_known() ? visit.event_date : visit.date;
    } else if (*kind != ResponseKind::NotEvaluable) {
      since = PartialDate{};
    }
  }
  return since;
}

void overall_survival(statement::ResponseResult& result, const Series& series, const Survival& survival) {
  statement::Endpoint endpoint;
  endpoint.name = "OS";
  endpoint.start = series.reference();
  if (survival.death().is_known()) {
    result.endpoints.push_back(survival.finish(endpoint, survival.death(), true, "death"));
    return;
  }
  PartialDate alive = series.subject().last_alive;
  for (const statement::VisitResult& visit : result.visits)
    if (visit.date.is_known()) alive = later(alive, visit.date);
  const PartialDate& cut = series.subject().data_cut;
  const bool is_cut = cut.is_known() && (alive.surely_after(cut) || series.subject().death.is_known());
  if (is_cut) alive = cut;
  if (!alive.is_known()) alive = endpoint.start;
  result.endpoints.push_back(survival.finish(endpoint, alive, false, is_cut ? "data-cut" : "last-alive"));
}

}  // namespace

void derive_endpoints(statement::ResponseResult& result, const Series& series, const Criterion& criterion,
                      const Policy& policy) {
  const PartialDate& start = series.reference();
  if (!start.is_known()) {
    if (!result.visits.empty())
      result.issues.push_back(make_issue(
          IssueCode::DateMissing, series.path({}),
          "there is no reference date, treatment start or baseline, so minimum times and endpoints cannot be counted",
          "give reference_date"));
    return;
  }
  const Survival survival(result, series, criterion, policy);
  const bool immune = criterion.measure == "irecist";
  const std::string prefix = immune ? "i" : "";
  PartialDate progression = survival.first_of(criterion, false);
  if (!progression.is_known() && immune && policy.is("ipfs_open_iupd", "event"))
    progression = open_unconfirmed(result, criterion);

  const auto visits = assessed_visits(result, series, criterion, policy);
  const bool needs_confirmation = policy.is("response_for_endpoints", "confirmed");
  const Assessed* first = nullptr;
  const auto responds = [&](const Assessed& assessed) {
    const std::string& confirmed = assessed.visit->confirmed_overall;
    const auto kind = confirmed.empty() || !needs_confirmation
                          ? assessed.kind
                          : criterion.kind_of(confirmed).value_or(ResponseKind::NotEvaluable);
    return is_response(kind);
  };
  for (std::size_t i = 0; i < visits.size() && first == nullptr; ++i)
    if (responds(visits[i]) && (!needs_confirmation || result.confirmed_by_measure || is_confirmed(visits, i, policy)))
      first = &visits[i];

  statement::Endpoint responding;
  responding.name = "TTR";
  responding.start = start;
  if (first != nullptr) {
    result.endpoints.push_back(survival.finish(responding, counting_date(*first->visit), true, "response"));
    result.endpoints.push_back(survival.event_free(prefix + "DoR", counting_date(*first->visit), progression, true));
  } else {
    statement::Endpoint none = survival.event_free("TTR", start, PartialDate{}, false);
    none.reason = "no-response";
    result.endpoints.push_back(none);
  }
  result.endpoints.push_back(survival.event_free("TTP", start, progression, false));
  if (immune) result.endpoints.push_back(survival.event_free("iPFS", start, progression, true));
  result.endpoints.push_back(
      survival.event_free("PFS", start, immune ? survival.first_of(criterion, true) : progression, true));
  overall_survival(result, series, survival);
}

}  // namespace restage::response
