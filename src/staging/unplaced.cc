// SPDX-License-Identifier: Apache-2.0
#include "staging/unplaced.h"

#include <algorithm>
#include <map>
#include <set>

#include "base/text.h"
#include "course/rule_set.h"

namespace restage::staging {
namespace {

using Refusals = std::map<std::pair<Classification, std::string>, statement::Refusal>;

struct Placement {
  std::set<std::string> used;
  Refusals refused;  ///< by a statement that shows the refusal
  Refusals unseen;   ///< by a window no statement came of
};

Placement placement_of(const std::vector<statement::Statement>& statements, const std::vector<UnplacedFact>& unplaced) {
  Placement placement;
  for (const statement::Statement& statement : statements) {
    placement.used.insert(statement.evidence.begin(), statement.evidence.end());
    for (const statement::RefusedFact& refused : statement.refused)
      placement.refused.try_emplace({statement.classification, refused.id}, refused.reason);
  }
  for (const UnplacedFact& fact : unplaced) placement.unseen.try_emplace({fact.classification, fact.id}, fact.reason);
  return placement;
}

const statement::Refusal* reason_in(const Refusals& reasons, Classification classification, const std::string& id) {
  const auto found = reasons.find({classification, id});
  return found == reasons.end() ? nullptr : &found->second;
}

bool is_late(const statement::Refusal* refusal) {
  return refusal != nullptr && refusal->why == statement::Refusal::Why::Window &&
         refusal->detail == course::kLateAfterDiagnosis;
}

bool is_after_therapy(Classification classification) {
  return classification == Classification::PostTherapyClinical ||
         classification == Classification::PostTherapyPathological;
}

void report_stated(const course::Calendar& calendar, const Fact& fact, const StatedCategory& stated,
                   const Placement& placement, std::vector<DataIssue>& issues) {
  const Classification own = *stated.classification;
  const std::string place = course::place_of(fact);
  if (own == Classification::Autopsy && !calendar.death.is_known()) {
    issues.push_back({IssueCode::SequenceImpossible, Severity::Warning, place,
                      "The stated value " + stated.original +
                          " is of an autopsy, but no death is on record; no statement is made of it.",
                      "Record the date of death, or correct the classification."});
    return;
  }
  const statement::Refusal* reason = reason_in(placement.unseen, own, fact.id);
  if (reason != nullptr && is_after_therapy(own) && calendar.first_treatment == nullptr) {
    issues.push_back({IssueCode::SequenceImpossible, Severity::Warning, place,
                      "The stated value " + stated.original +
                          " is of a classification after therapy, but no systemic treatment or radiation before it is "
                          "on record; no " +
                          std::string(to_string(own)) + " statement is made.",
                      "Record the treatment, or correct the classification."});
    return;
  }
  const statement::Refusal* late = reason_in(placement.refused, own, fact.id);
  if (reason == nullptr && !is_late(late)) return;
  issues.push_back(
      {IssueCode::OutsideWindow, Severity::Warning, place,
       "The stated value " + stated.original + " was not used: " + to_string(reason == nullptr ? *late : *reason) + ".",
       "Check its date and classification."});
}

/// A metastasis without a date belongs to no time point, and is named so that nobody overlooks it.
void report_undated_metastasis(const Fact& fact, std::vector<DataIssue>& issues) {
  const auto* metastasis = std::get_if<MetastasisFinding>(&fact.payload);
  if (metastasis == nullptr || !metastasis->present || fact.effective.is_known()) return;
  issues.push_back({IssueCode::DateMissing, Severity::Warning, course::place_of(fact),
                    "Undated: a metastasis (" + (metastasis->organ.empty() ? "site not stated" : metastasis->organ) +
                        ") is on record without a date; it was used for no statement.",
                    "Record the day it was found."});
}

/// Nodes and structures by name, where the tables of this tumor count nodes or ask for other structures.
void report_unasked(const Fact& fact, const std::vector<statement::Statement>& statements,
                    std::vector<DataIssue>& issues) {
  const auto* finding = std::get_if<Finding>(&fact.payload);
  if (finding == nullptr || finding->members.empty() || (finding->name != "nodes" && finding->name != "invades"))
    return;
  const auto staged = std::find_if(statements.begin(), statements.end(),
                                   [](const statement::Statement& statement) { return !statement.pack_id.empty(); });
  if (staged == statements.end()) return;
  issues.push_back({IssueCode::FindingUnused, Severity::Information, course::place_of(fact),
                    "No table of this tumor asks for " + finding->name + "; " + text::join(finding->members, ", ") +
                        " was not used.",
                    "`restage pack docs` and `restage stage --inputs SITE` list what the tables ask for: often a "
                    "number of nodes, or the organs with metastasis."});
}

void report_finding(const Fact& fact, const Placement& placement, const std::vector<statement::Statement>& statements,
                    std::vector<DataIssue>& issues) {
  static constexpr Classification kOrder[] = {Classification::Clinical,
                                              Classification::Pathological,
                                              Classification::PostTherapyClinical,
                                              Classification::PostTherapyPathological,
                                              Classification::Recurrence,
                                              Classification::Autopsy};
  const statement::Refusal* shown = nullptr;
  const statement::Refusal* unseen = nullptr;
  for (const Classification each : kOrder) {
    if (shown == nullptr) shown = reason_in(placement.refused, each, fact.id);
    if (unseen == nullptr) unseen = reason_in(placement.unseen, each, fact.id);
  }
  if (shown == nullptr && unseen == nullptr) report_unasked(fact, statements, issues);
  if (shown == nullptr ? unseen == nullptr : !is_late(shown)) return;
  issues.push_back({IssueCode::OutsideWindow, Severity::Warning, course::place_of(fact),
                    "This finding was used for no statement: " + to_string(shown == nullptr ? *unseen : *shown) + ".",
                    "Check its date and the dates of diagnosis and treatment."});
}

}  // namespace

void report_unplaced(const course::Calendar& calendar, const std::vector<statement::Statement>& statements,
                     const std::vector<UnplacedFact>& unplaced, std::vector<DataIssue>& issues) {
  const Placement placement = placement_of(statements, unplaced);
  for (const Fact* fact : calendar.facts) {
    if (placement.used.contains(fact->id)) continue;
    const auto* stated = std::get_if<StatedCategory>(&fact->payload);
    if (stated != nullptr && stated->classification) {
      // Without a disease-free state that is said in the words of the recurrence.
      if (*stated->classification == Classification::Recurrence && calendar.first_recurrence() == nullptr) continue;
      report_stated(calendar, *fact, *stated, placement, issues);
    } else {
      report_undated_metastasis(*fact, issues);
      report_finding(*fact, placement, statements, issues);
    }
  }
}

void report_no_primary(const Course& course, std::vector<DataIssue>& issues) {
  for (const Tumor& tumor : course.tumors)
    if (tumor.secondary)
      issues.push_back({IssueCode::SiteUnknown, Severity::Warning, tumor.source.file + ": " + tumor.source.record,
                        "A metastasis is on record and no primary tumor; without one nothing is staged.",
                        "Record the primary, or an unknown primary (C80.9) with its histology."});
}

}  // namespace restage::staging
