// SPDX-License-Identifier: Apache-2.0
#pragma once
// The answer for one patient: what every engine said of each tumor, put beside each other. Plain values: computed once,
// never changed, thread-safe to read.
#include <optional>
#include <string>
#include <vector>

#include "core/course.h"
#include "statement/primaries.h"
#include "statement/response.h"
#include "statement/staging.h"
#include "statement/state.h"
#include "statement/suspicion.h"

namespace restage::statement {

/// One thing that is different now: a category, a site of disease, a marker.
struct Difference {
  std::string what;
  std::string then;
  std::string now;
  std::vector<std::string> evidence;
};

struct ThenAndNow {
  std::string then_statement, now_statement;
  std::vector<Difference> differences;
};

struct TumorTimeline {
  Tumor tumor;
  std::string schema;  ///< site id of the packs used, empty when none applies
  std::vector<Statement> statements;
  std::vector<StatusEntry> status;
  std::vector<Recurrence> recurrences;
  std::optional<Biochemical> biochemical = {};
  RegistryItems registry = {};
  std::optional<Oligometastatic> oligometastatic = {};
  std::vector<Conversion> conversions = {};
  std::optional<RecurrenceSuspicion> suspicion = {};  ///< at the cut-off, else at the last fact; never a state
  std::optional<ThenAndNow> then_and_now = {};
  std::vector<ResponseStatement> responses = {};  ///< by date
};

struct PatientTimeline {
  Course course;  ///< the facts this was computed from, after the cut-offs
  std::vector<TumorTimeline> tumors;
  std::vector<DataIssue> issues;
  std::optional<std::vector<PrimaryPair>> primaries = {};  ///< where a rule set was asked
};

/// Neither a category nor a group, computed or stated.
bool says_nothing(const Statement& statement);
/// The statement that people mean by the stage at diagnosis, or null: the clinical one, else the pathological one, else
/// what was staged after therapy.
const Statement* stage_at_diagnosis(const TumorTimeline& tumor);

}  // namespace restage::statement
