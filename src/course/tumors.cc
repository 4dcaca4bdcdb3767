// SPDX-License-Identifier: Apache-2.0
#include "course/tumors.h"

#include <set>

#include "course/calendar.h"

namespace restage::course {
namespace {

constexpr const char* kUnnamedTumor = "unnamed-tumor";

}  // namespace

std::vector<const Fact*> facts_of(const Course& course, const Tumor& tumor, bool only_primary) {
  std::vector<const Fact*> facts;
  for (const Fact& fact : course.facts) {
    const bool own = fact.tumor == tumor.id;
    const bool shared = fact.tumor.empty() && (only_primary || std::holds_alternative<Treatment>(fact.payload) ||
                                               std::holds_alternative<LabValue>(fact.payload));
    if (own || shared) facts.push_back(&fact);
  }
  return facts;
}

void report_unbound(const Course& course, std::size_t primaries, std::vector<DataIssue>& issues) {
  if (primaries < 2) return;
  for (const Fact& fact : course.facts) {
    if (!fact.tumor.empty()) continue;
    const bool staging = std::holds_alternative<StatedCategory>(fact.payload) ||
                         std::holds_alternative<Finding>(fact.payload) ||
                         std::holds_alternative<MetastasisFinding>(fact.payload);
    if (staging)
      issues.push_back({IssueCode::ReferenceUnresolved, Severity::Warning, place_of(fact),
                        "This fact names no tumor and the patient has several; it was not used for any of them.",
                        "Name the tumor it belongs to (focus)."});
  }
}

void add_implied_tumors(Course& course) {
  std::set<std::string> known, implied;
  bool has_primary = false;
  for (const Tumor& tumor : course.tumors) {
    known.insert(tumor.id);
    has_primary |= !tumor.secondary;
  }
  for (const Fact& fact : course.facts) {
    if (!std::holds_alternative<StatedCategory>(fact.payload)) continue;
    if (!fact.tumor.empty() ? !known.contains(fact.tumor) : !has_primary) implied.insert(fact.tumor);
  }
  for (const std::string& id : implied) {
    Tumor tumor;
    tumor.id = id.empty() ? kUnnamedTumor : id;
    course.tumors.push_back(std::move(tumor));
  }
  if (!has_primary && implied.size() > 1) return;
  for (Fact& fact : course.facts)
    if (!has_primary && fact.tumor.empty() && implied.contains("")) fact.tumor = kUnnamedTumor;
}

}  // namespace restage::course
