// SPDX-License-Identifier: Apache-2.0
#pragma once
// Best response and time-to-event endpoints from the visits of a result. Works on categories alone, so a table
// of overall responses is enough. Sources: Eisenhauer 2009 (best response, confirmation), FDA 2018 (censoring).
#include <optional>
#include <vector>

#include "response/criterion.h"
#include "response/series.h"
#include "statement/response.h"

namespace restage::response {

/// One overall response that counts, in order.
struct Assessed {
  const statement::VisitResult* visit = nullptr;
  std::string response;  ///< as it counts in the best response
  ResponseKind kind = ResponseKind::NotEvaluable;
};

/// Windows between dates that may be partial: by policy they must hold on every day, or one day is taken.
class DateWindow {
 public:
  explicit DateWindow(const Policy& policy);
  Day first(const PartialDate& date) const noexcept { return last_day_ ? date.latest() : date.earliest(); }
  Day last(const PartialDate& date) const noexcept { return first_day_ ? date.earliest() : date.latest(); }
  bool at_least(const PartialDate& from, const PartialDate& to, int days) const noexcept;
  bool at_most(const PartialDate& from, const PartialDate& to, int days) const noexcept;

 private:
  bool first_day_ = false;
  bool last_day_ = false;
};

/// Date a response or a censoring counts from.
inline const PartialDate& counting_date(const statement::VisitResult& visit) noexcept {
  return visit.response_date.is_known() ? visit.response_date : visit.date;
}

/// Visits that count: inside the data cut, not after new therapy (by policy), one a day, up to the first PD.
std::vector<Assessed> assessed_visits(const statement::ResponseResult& result, const Series& series,
                                      const Criterion& criterion, const Policy& policy);

/// True if the response at `at` is confirmed later.
bool is_confirmed(const std::vector<Assessed>& visits, std::size_t at, const Policy& policy);

void derive_best_response(statement::ResponseResult& result, const Series& series, const Criterion& criterion,
                          const Policy& policy);
void derive_endpoints(statement::ResponseResult& result, const Series& series, const Criterion& criterion,
                      const Policy& policy);

}  // namespace restage::response
