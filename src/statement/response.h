// SPDX-License-Identifier: Apache-2.0
#pragma once
// ResponseResult: the computed response of one subject by one reader under one criterion: visits with every
// number used, best response, endpoints. Names of rules point at rows of the criterion's tables and rules.tsv.
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/decimal.h"
#include "core/data_issue.h"
#include "core/named_values.h"
#include "core/partial_date.h"

namespace restage::statement {

/// What a response means for best response and endpoints.
enum class ResponseKind {
  Complete,
  Partial,
  Minor,
  Stable,
  NonCompleteNonProgressive,
  NoDisease,
  Unconfirmed,
  Progression,
  NotEvaluable
};

/// Who read, as SDTM names it: a role (INDEPENDENT ASSESSOR) and which one of it (READER 1).
struct Evaluator {
  std::string role;
  std::string id;
};

struct VisitResult {
  std::string id;
  PartialDate date;
  PartialDate event_date;     ///< date a progression counts from, when it is not this visit's
  PartialDate response_date;  ///< date a response or a censoring counts from, when it is not this visit's
  std::string target;         ///< empty: there is no target disease or nothing said
  std::string non_target;
  std::string new_lesion;
  std::string overall;
  std::optional<Decimal> sum;  ///< in the unit of the criterion
  std::optional<Decimal> nadir;
  std::optional<Decimal> percent_from_baseline;
  std::optional<Decimal> percent_from_nadir;
  std::vector<std::string> rules;
  std::vector<std::string> flags;  ///< review, steroid, indeterminate ...: what a reader has to look at
  std::vector<DataIssue> issues;
  NamedValues components;                 ///< calls of the parts: pet, ct, bone, soft_tissue, ca125 ...
  std::string confirmed_overall;          ///< by criteria that confirm visit by visit
  bool progression_unconfirmed = false;   ///< a PD that counts neither as event nor in the best response
  bool unscheduled_for_response = false;  ///< kept, but takes no part in best response and endpoints
};

struct BestResponse {
  std::string response;  ///< empty: no visit to judge
  PartialDate date;
  std::string rule;
};

struct Endpoint {
  std::string name;  ///< PFS, OS, TTP, TTR, DoR, iPFS, iDoR
  PartialDate start;
  PartialDate date;
  bool event = false;
  std::string reason;
  std::optional<int> days;        ///< end - start + 1
  std::optional<Decimal> months;  ///< days / 30.4375, two decimals
};

/// A decision that the computed course asks a person to record; never taken by the program.
struct OpenDecision {
  std::string reason;  ///< progression, early-non-response
  PartialDate date;
  std::vector<std::string> options;
};

struct ResponseResult {
  std::string criterion;
  std::string version;
  std::string subject;
  std::string reader;
  Evaluator evaluator;  ///< its role is the reader where the source does not tell them apart
  PartialDate baseline_date;
  std::optional<Decimal> baseline_sum;
  bool confirmed_by_measure = false;  ///< the criterion confirms by itself; its responses need no second visit
  bool millimetres = true;            ///< sums are lengths; otherwise in the criterion's unit
  std::vector<VisitResult> visits;
  BestResponse best_unconfirmed;
  BestResponse best_confirmed;
  std::optional<bool> objective_response;  ///< confirmed complete or partial
  std::optional<bool> disease_control;     ///< response or stable disease past the minimum
  std::vector<Endpoint> endpoints;
  std::vector<OpenDecision> decisions;
  std::vector<std::string> rules;  ///< rules behind `values`
  NamedValues values;              ///< further computed values: rcb index, psa decline ...
  NamedValues own_policy;          ///< when the subject changed the run's policy
  std::vector<DataIssue> issues;
  std::vector<std::string> unverified_rules;  ///< rules used whose source was named but not read
};

/// The response of one tumor at one time point of its course: computed from measurements by a criterion, or written
/// down by the source. It stands beside the stage and never changes it.
struct ResponseStatement {
  PartialDate date;
  std::string basis;      ///< measured, documented
  std::string criterion;  ///< recist-1.1; empty when the source names none
  std::string reader;     ///< empty: not said
  std::string overall;
  std::string target, non_target, new_lesion;
  std::optional<Decimal> sum_mm, percent_from_baseline, percent_from_nadir;
  std::vector<std::string> rules;
  std::vector<std::string> evidence;
};

}  // namespace restage::statement
