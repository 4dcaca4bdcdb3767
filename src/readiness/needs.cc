// SPDX-License-Identifier: Apache-2.0
#include "readiness/needs.h"

#include <algorithm>

#include "readiness/stage.h"

namespace restage::readiness {
namespace {

using statement::PatientReadiness;
using statement::Readiness;
using statement::Statement;

/// What one tumor came to.
struct TumorNeeds {
  bool not_applicable = false;
  bool recurred = false;  ///< what the first work-up does not need is another question then
  std::string provisional_because;
};

bool is_new(const auto& list, const std::string& item) {
  return std::none_of(list.begin(), list.end(), [&](const auto& each) { return each.item == item; });
}

/// Branches of the inputs that the row says its item answers.
std::vector<statement::Branch> decided_by(const HitRow& row, const Statement* statement) {
  std::vector<statement::Branch> branches;
  if (statement == nullptr) return branches;
  const std::vector<std::string> decides = row.texts("decides");
  for (const statement::Branch& branch : statement->would_decide)
    if (std::find(decides.begin(), decides.end(), branch.input) != decides.end()) branches.push_back(branch);
  return branches;
}

void add_row(const HitRow& row, const Statement* statement, PatientReadiness& result, TumorNeeds& tumor) {
  const std::string item = row.text("item");
  if (row.table() == "missing" && is_new(result.missing, item))
    result.missing.push_back({item, row.text("why"), decided_by(row, statement), row.evidence(), row.rule()});
  if (row.table() == "not_needed" && !tumor.recurred && is_new(result.not_needed, item))
    result.not_needed.push_back({item, row.text("why"), row.texts("modality"), row.rule()});
  if (row.table() != "status") return;
  if (row.text("status") == "not_applicable")
    tumor.not_applicable = true;
  else if (tumor.provisional_because.empty())
    tumor.provisional_because = row.text("why");
}

/// Does a person's stage say what was computed, all of it?
bool is_signed(const Statement& statement) {
  if (!statement.stated || !statement.stated->agrees || statement.group.empty()) return false;
  const statement::StatedStage& stated = *statement.stated;
  return !stated.group.empty() || (!stated.t.empty() && !stated.n.empty() && !stated.m.empty());
}

void add_not_detected(const Course& course, const course::Moment& moment, PatientReadiness& result) {
  for (const Fact& fact : course.facts) {
    const auto* metastasis = std::get_if<MetastasisFinding>(&fact.payload);
    const bool counts = fact.effective.is_known() && fact.effective.latest() <= moment.day.latest();
    if (metastasis == nullptr || metastasis->present || !counts) continue;
    const auto study = std::find_if(course.facts.begin(), course.facts.end(),
                                    [&](const Fact& each) { return each.id == metastasis->study; });
    const auto* seen_in = study == course.facts.end() ? nullptr : std::get_if<Study>(&study->payload);
    result.not_detected.push_back(
        {"metastasis", metastasis->organ, seen_in == nullptr ? "" : seen_in->modality, fact.effective, fact.id});
  }
}

}  // namespace

Result<Needs> Needs::load(const rules::PackLibrary& library) {
  auto rules = PackRules::load(library, "staging-needs-");
  if (!rules) return std::move(rules).error();
  return Needs(std::move(*rules));
}

void Needs::judge(const Course& course, const course::Moment& moment, const statement::PatientTimeline& timeline,
                  const std::vector<GivenValues>& staged, PatientReadiness& result) {
  std::vector<const Fact*> facts;
  for (const Fact& fact : course.facts) facts.push_back(&fact);
  bool all_not_applicable = true, all_signed = true, any = false;
  for (std::size_t i = 0; i < course.tumors.size(); ++i) {
    const Tumor& tumor = course.tumors[i];
    if (tumor.secondary) continue;
    any = true;
    const statement::TumorTimeline* of_tumor = timeline_of(timeline, tumor.id);
    const Statement* statement = of_tumor == nullptr ? nullptr : statement::stage_at_diagnosis(*of_tumor);
    TumorNeeds needs;
    needs.recurred = of_tumor != nullptr && !of_tumor->recurrences.empty();
    const course::FactIndex index(course, &tumor, facts);
    rules_.ask(index, moment, nullptr, staged[i], [&](const HitRow& row) { add_row(row, statement, result, needs); });
    if (statement != nullptr && needs.provisional_because.empty()) needs.provisional_because = statement->provisional;
    if (result.status_because.empty()) result.status_because = needs.provisional_because;
    all_not_applicable = all_not_applicable && needs.not_applicable;
    all_signed = all_signed && statement != nullptr && is_signed(*statement);
  }
  add_not_detected(course, moment, result);
  if (!any || !result.missing.empty() || !result.status_because.empty())
    result.stage_status = Readiness::Provisional;
  else
    result.stage_status = all_signed ? Readiness::Final : Readiness::Proposed;
  if (any && all_not_applicable) result.stage_status = Readiness::NotApplicable;
}

}  // namespace restage::readiness
