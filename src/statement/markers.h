// SPDX-License-Identifier: Apache-2.0
#pragma once
// Tumor markers as plain values: the series of a patient, what their course says by arithmetic, and what the rules of
// the marker packs make of it at one day. Engines that want to know "is there a biochemical recurrence, since when, by
// which rule" read MarkerRule here and never the engine that filled it.
// Plain values: computed once, never changed, thread-safe to read.
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "base/decimal.h"
#include "core/data_issue.h"
#include "core/partial_date.h"
#include "statement/suspicion.h"

namespace restage::statement {

enum class MarkerResult : std::uint8_t {
  NotApplicable,  ///< not evaluable: what the rule measures against is not there
  No,
  Pending,  ///< met once, its confirmation is due
  Yes,
};
std::string_view to_string(MarkerResult result) noexcept;  ///< yes no pending not_applicable

/// What one rule says of one series at the day asked for.
struct MarkerRule {
  std::string id;      ///< "psa_rp/AUA"
  std::string policy;  ///< the choice it is one answer to: "psa_rp"; empty: it stands beside all others
  std::string tumor;   ///< id of the tumor it was asked for
  MarkerResult result = MarkerResult::NotApplicable;
  PartialDate date;                   ///< of the event; of a confirmed pair the first value; unknown: no event
  std::optional<Decimal> threshold;   ///< the value from which on it is met, as far as it is one number
  std::optional<Decimal> reference;   ///< nadir, baseline or upper limit it was measured against
  PartialDate reference_date;         ///< unknown: the reference is no value of the series
  std::string kind;                   ///< class that the rule gives: A, B, C, partial, complete ...
  std::string defines;                ///< the state that it defines by itself: "biochemical-recurrence"; empty: none
  bool chosen = false;                ///< the default of its policy, or asked for
  std::vector<std::string> evidence;  ///< ids of facts
  RuleSource source;
};

struct MarkerPoint {
  PartialDate date;
  Decimal value;
  std::string comparator;  ///< "<" where the value is a limit; such a value is in no slope
  std::optional<Decimal> upper;
  std::string fact;
  bool censored() const noexcept { return !comparator.empty(); }
};

/// Values of one analyte by one assay in one unit, in the order of their dates.
struct MarkerSeries {
  std::string analyte;  ///< term with underscores: ca19_9
  std::string unit;
  std::string assay;
  std::vector<MarkerPoint> points;
  std::optional<Decimal> doubling_days, doubling_months;  ///< regression over all that is uncensored; none: not rising
  std::optional<Decimal> doubling_days_two_points;        ///< by the first and the last of them
  std::optional<Decimal> half_life_days;                  ///< from the highest value to the lowest after it
  bool reliable = false;                                  ///< the doubling time meets the rule of its analyte
  std::vector<std::string> reasons;                       ///< why not, as the pack names them
  std::vector<MarkerRule> rules;
};

struct PatientMarkers {
  std::string patient;
  PartialDate as_of;
  std::vector<MarkerSeries> series;
  std::vector<DataIssue> issues;
};

/// One answer of a formula; a list holds texts or flags. monostate: there is none.
using FormulaValue =
    std::variant<std::monostate, bool, Decimal, std::string, std::vector<std::string>, std::vector<bool>>;
struct FormulaResult {
  std::string kind;
  std::vector<std::pair<std::string, FormulaValue>> values;
};

}  // namespace restage::statement
